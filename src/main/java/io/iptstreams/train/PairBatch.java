package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Degraded and clean crops of one task, side by side.
 *
 * @param count crops
 * @param side of the degraded crops; the clean ones are {@code scale} times as large
 * @param degraded count × 3 × side × side
 * @param sigmas count: the standard deviation of the noise, for a head that is told it; else 0
 * @param clean count × 3 × (side · scale) × (side · scale)
 */
record PairBatch(int count, int side, int scale, float[] degraded, float[] sigmas, float[] clean) {

  /**
   * Draws crops and spoils them.
   *
   * @param side of the degraded crops
   */
  static PairBatch draw(
      Pictures.CropSource source, TrainingTask task, int count, int side, RandomGenerator random) {
    int cleanSide = side * task.scale();
    float[] degraded = new float[count * 3 * side * side];
    float[] sigmas = new float[count];
    float[] clean = new float[count * 3 * cleanSide * cleanSide];
    for (int i = 0; i < count; i++) {
      Image crop = source.crop(cleanSide, random);
      TrainingTask.Spoiled spoiled = task.spoil(crop, random);
      Image image = spoiled.image();
      // Half of the noisy crops as 8-bit files hold them (rounded, clamped), half as benchmarks
      // draw them.
      if (!task.isNoise() || random.nextBoolean()) {
        image = image.quantised();
      }
      System.arraycopy(image.samples(), 0, degraded, i * 3 * side * side, 3 * side * side);
      System.arraycopy(
          crop.samples(), 0, clean, i * 3 * cleanSide * cleanSide, 3 * cleanSide * cleanSide);
      sigmas[i] = spoiled.sigma();
    }
    return new PairBatch(count, side, task.scale(), degraded, sigmas, clean);
  }

  /**
   * Some of the pairs.
   *
   * @param from the first
   * @param to the one after the last
   */
  PairBatch part(int from, int to) {
    int pair = 3 * side * side;
    int cleanPair = pair * scale * scale;
    return new PairBatch(
        to - from,
        side,
        scale,
        Arrays.copyOfRange(degraded, from * pair, to * pair),
        Arrays.copyOfRange(sigmas, from, to),
        Arrays.copyOfRange(clean, from * cleanPair, to * cleanPair));
  }
}

package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.random.RandomGenerator;

/**
 * Degraded and clean crops of one task, side by side.
 *
 * @param count crops
 * @param side of the degraded crops; the clean ones are {@code scale} times as large
 * @param degraded count × 3 × side × side
 * @param clean count × 3 × (side · scale) × (side · scale)
 */
record PairBatch(int count, int side, int scale, float[] degraded, float[] clean) {

  /**
   * Draws crops and spoils them.
   *
   * @param step number of the step it is for
   * @param cropSide of the clean crops, a multiple of the task's scale
   */
  static PairBatch draw(
      Pictures pictures, long step, Task task, int count, int cropSide, RandomGenerator random) {
    Degradation degradation = Degradation.of(task);
    int side = cropSide / task.scale();
    float[] degraded = new float[count * 3 * side * side];
    float[] clean = new float[count * 3 * cropSide * cropSide];
    for (int i = 0; i < count; i++) {
      Image crop = pictures.crop(step, cropSide, random);
      Image spoiled = degradation.spoil(crop, random);
      // Half of the noisy crops as 8-bit files hold them (rounded, clamped), half as benchmarks
      // draw them.
      if (!(task instanceof Task.Denoise) || random.nextBoolean()) {
        spoiled = spoiled.quantised();
      }
      System.arraycopy(spoiled.samples(), 0, degraded, i * 3 * side * side, 3 * side * side);
      System.arraycopy(
          crop.samples(), 0, clean, i * 3 * cropSide * cropSide, 3 * cropSide * cropSide);
    }
    return new PairBatch(count, side, task.scale(), degraded, clean);
  }
}

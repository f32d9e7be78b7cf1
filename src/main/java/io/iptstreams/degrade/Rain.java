package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rain: bright grey streaks, at times behind a veil. Each picture draws its own {@link RainScene}:
 *
 * <ul>
 *   <li>70 % are like Rain100L: one or two layers of one direction (-35..35° from vertical, layers
 *       stray from it by up to 4°), added to the picture, white stays white. Streaks of 14..60
 *       pixels length and 0.55..1.15 pixels Gaussian half-width cover 10..40 % of the picture;
 *       their brightness is exponential with mean 0.06..0.28 of white, log-uniform, and cut at 0.7.
 *   <li>27 % go further, towards heavy and real rain, by at least one of: three to five layers of
 *       any direction up to 60° from vertical that cover 15..50 %; streaks of half-width 1..2
 *       pixels; streaks out of focus by 0.5..1.5 pixels; screen instead of sum, {@code x + s · (1 -
 *       x / 255)}; a veil {@code (1 - a) · y + a · A} of a = 0..0.25 and A = 0.7..1 of white.
 *   <li>3 % stay dry, so that clean pictures stay clean.
 * </ul>
 *
 * <p>What is drawn belongs to the picture, not to its area: a crop looks like a piece of a larger
 * rainy picture. In a clip, streaks of 20 pixels and more are others in every frame, those of
 * shorter, farther layers fall on by one to two lengths. Without veils, mean light, covered shares
 * and brightest percent are on average within 15 % of those of ten pairs of Rain100L.
 *
 * @see <a href="https://arxiv.org/abs/1609.07769">Yang et al., Deep Joint Rain Detection and
 *     Removal from a Single Image</a> (Rain100L and Rain100H)
 */
public record Rain() implements Degradation {
  private static final double DRY = 0.03;
  private static final double LIKE_RAIN100L = 0.7;

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    return scene(random).spoil(clean, 0);
  }

  @Override
  public RainScene ofClip(long seed) {
    return scene(Degradation.generator(seed));
  }

  /** Draws the rain of one picture or of one clip. */
  public static RainScene scene(RandomGenerator random) {
    double kind = random.nextDouble();
    if (kind < DRY) {
      return new RainScene(random.nextLong(), List.of(), false, 0, 0);
    }
    return kind < DRY + LIKE_RAIN100L ? likeRain100L(random) : extended(random);
  }

  static RainScene likeRain100L(RandomGenerator random) {
    double angle = random.nextDouble(-35, 35);
    int count = random.nextInt(1, 3);
    double coverage = random.nextDouble(0.1, 0.4) / count;
    List<RainLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(layer(angle + random.nextDouble(-4, 4), fine(random), coverage, random));
    }
    return new RainScene(random.nextLong(), layers, false, 0, 0);
  }

  static RainScene extended(RandomGenerator random) {
    int chosen = random.nextInt(1, 1 << 5);
    boolean crossing = (chosen & 1) != 0;
    boolean wide = (chosen & 2) != 0;
    boolean outOfFocus = (chosen & 4) != 0;
    boolean screened = (chosen & 8) != 0;
    boolean veiled = (chosen & 16) != 0;
    double angle = random.nextDouble(-35, 35);
    int count = crossing ? random.nextInt(3, 6) : random.nextInt(1, 3);
    double coverage = crossing ? random.nextDouble(0.15, 0.5) : random.nextDouble(0.1, 0.4);
    List<RainLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RainLayer sharp =
          layer(
              crossing ? random.nextDouble(-60, 60) : angle + random.nextDouble(-4, 4),
              wide ? random.nextDouble(1, 2) : fine(random),
              coverage / count,
              random);
      layers.add(outOfFocus ? sharp.blurred(random.nextDouble(0.5, 1.5)) : sharp);
    }
    return new RainScene(
        random.nextLong(),
        layers,
        screened,
        veiled ? random.nextDouble(0, 0.25) : 0,
        veiled ? 255 * random.nextDouble(0.7, 1) : 0);
  }

  private static double fine(RandomGenerator random) {
    return random.nextDouble(0.55, 1.15);
  }

  private static RainLayer layer(
      double angle, double halfWidth, double coverage, RandomGenerator random) {
    double length = random.nextDouble(14, 60);
    double brightness = 255 * 0.06 * Math.pow(0.28 / 0.06, random.nextDouble());
    return new RainLayer(
        angle, length, halfWidth, coverage, brightness, random.nextDouble(), speed(length, random));
  }

  /**
   * A streak is the way of a drop while the shutter is open, half to all of the time between two
   * frames. Near drops are gone by the next frame; far ones, of short streaks, are still there.
   */
  private static double speed(double length, RandomGenerator random) {
    double travelled = length * random.nextDouble(1, 2);
    return length < 20 ? travelled : 0;
  }

  /**
   * Lays streaks over a clean picture: the same grey added to every channel. White stays white, as
   * in a camera: the sum saturates.
   *
   * @param clean C × H × W
   * @param streaks 1 × H × W, at least 0
   */
  public static Image over(Image clean, Image streaks) {
    float[] samples = clean.samples().clone();
    float[] light = streaks.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.max(samples[i], Math.min(255, samples[i] + light[i % light.length]));
    }
    return new Image(clean.channels(), clean.height(), clean.width(), samples);
  }
}

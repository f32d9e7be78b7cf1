package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.random.RandomGenerator;

/**
 * Adds bright grey rain streaks: one or two layers, each of one direction, length and width; never
 * darkens.
 *
 * <p>Angle -35..35° from vertical (layers stray from it by up to 4°); each layer with streaks of
 * length 12..50 pixels and Gaussian half-width 0.5..1.1 pixels, covering 3..14 % of the picture,
 * brightness of a streak exponential with mean 0.06..0.35 of white, cut at 0.85. With these ranges
 * the mean light of the streaks and the share of covered pixels lie within a factor of 1.5 of those
 * of Rain100L.
 */
public record Rain() implements Degradation {

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    float[] streaks = new float[clean.height() * clean.width()];
    double angle = Math.toRadians(random.nextDouble(-35, 35));
    int layers = random.nextInt(1, 3);
    for (int layer = 0; layer < layers; layer++) {
      layer(
          streaks,
          clean.height(),
          clean.width(),
          angle + Math.toRadians(random.nextDouble(-4, 4)),
          random);
    }
    return over(clean, new Image(1, clean.height(), clean.width(), streaks));
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

  private static void layer(
      float[] streaks, int height, int width, double angle, RandomGenerator random) {
    double length = random.nextDouble(12, 50);
    double halfWidth = random.nextDouble(0.5, 1.1);
    double coverage = random.nextDouble(0.03, 0.14);
    double meanBrightness = 255 * random.nextDouble(0.06, 0.35);
    double margin = length / 2;
    double area = (height + 2 * margin) * (width + 2 * margin);
    double expected = area * coverage / (2.5 * length * halfWidth);
    int count = (int) expected + (random.nextDouble() < expected - (int) expected ? 1 : 0);
    for (int i = 0; i < count; i++) {
      double brightness = Math.min(0.85 * 255, -Math.log(1 - random.nextDouble()) * meanBrightness);
      double centreY = random.nextDouble(-margin, height + margin);
      double centreX = random.nextDouble(-margin, width + margin);
      streak(streaks, height, width, centreY, centreX, angle, length, halfWidth, brightness);
    }
  }

  /** Gaussian across, cos^0.7 along. */
  private static void streak(
      float[] streaks,
      int height,
      int width,
      double centreY,
      double centreX,
      double angle,
      double length,
      double halfWidth,
      double brightness) {
    double downY = Math.cos(angle);
    double downX = Math.sin(angle);
    double reach = 3 * halfWidth / downY;
    int top = (int) Math.max(0, Math.ceil(centreY - length / 2 * downY - halfWidth));
    int bottom = (int) Math.min(height - 1, Math.floor(centreY + length / 2 * downY + halfWidth));
    for (int y = top; y <= bottom; y++) {
      double axisX = centreX + (y - centreY) * downX / downY;
      int left = (int) Math.max(0, Math.ceil(axisX - reach));
      int right = (int) Math.min(width - 1, Math.floor(axisX + reach));
      for (int x = left; x <= right; x++) {
        double along = (y - centreY) * downY + (x - centreX) * downX;
        double across = (x - centreX) * downY - (y - centreY) * downX;
        double taper = Math.cos(Math.PI * along / length);
        if (taper > 0) {
          double profile = Math.exp(-across * across / (2 * halfWidth * halfWidth));
          streaks[y * width + x] += (float) (brightness * Math.pow(taper, 0.7) * profile);
        }
      }
    }
  }
}

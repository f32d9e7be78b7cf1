package io.iptstreams.degrade;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Rain of one distance: streaks of one kind, evenly strewn.
 *
 * <p>A streak of length L and half-width w has the light {@code b · (1 - (1 - f) · t² - f · t⁴) ·
 * (1 - d² / 8w²)⁴} at t half lengths along and d pixels across, nearly a Gaussian of deviation w
 * across. One by one, streaks differ from the layer's values: length by a half, half-width by a
 * quarter, angle by 1.5°.
 *
 * @param angle from vertical, degrees, -75..75; streaks of positive angle run down to the right
 * @param length pixels
 * @param halfWidth standard deviation of the light across a streak, pixels
 * @param coverage share of the area that streaks of 2.5 half-widths would cover if none overlapped
 * @param meanBrightness b on average, levels of 255; b is exponential, cut at 0.7 of white
 * @param fullness f: 0 for streaks that taper to their ends, 1 for blunt ones
 * @param speed pixels along the streaks per frame; 0 for drops so fast that every frame has others
 */
public record RainLayer(
    double angle,
    double length,
    double halfWidth,
    double coverage,
    double meanBrightness,
    double fullness,
    double speed) {
  private static final double BRIGHTEST = 0.7 * 255;
  private static final double LENGTH_SPREAD = 0.5;
  private static final double WIDTH_SPREAD = 0.25;
  private static final double ANGLE_SPREAD = 1.5;

  public RainLayer {
    check("angle", angle, -75, 75, " degrees");
    check("length", length, 1, 1000, " pixels");
    if (!(halfWidth >= 0.3 && halfWidth <= 100)) {
      throw new IllegalArgumentException("halfWidth must be 0.3 to 100 pixels, got " + halfWidth);
    }
    check("coverage", coverage, 0, 10, "");
    check("meanBrightness", meanBrightness, 0, 255, " levels");
    check("fullness", fullness, 0, 1, "");
    check("speed", speed, 0, 1000, " pixels per frame");
  }

  private static void check(String name, double value, int lowest, int highest, String unit) {
    if (!(value >= lowest && value <= highest)) {
      throw new IllegalArgumentException(
          name + " must be " + lowest + " to " + highest + unit + ", got " + value);
    }
  }

  /** The same streaks out of focus: wider, dimmer, of the same light altogether. */
  RainLayer blurred(double deviation) {
    double wider = Math.hypot(halfWidth, deviation);
    return new RainLayer(
        angle,
        length,
        wider,
        coverage * wider / halfWidth,
        meanBrightness * halfWidth / wider,
        fullness,
        speed);
  }

  /**
   * Adds the light of the layer's streaks in one frame.
   *
   * @param light height × width levels
   */
  void addTo(float[] light, int height, int width, long seed, long frame) {
    // split: seeds side by side would give sequences shifted against each other.
    RandomGenerator random = new SplittableRandom(speed > 0 ? seed : seed + frame).split();
    double radians = Math.toRadians(angle);
    double reach = length / 2 * (1 + LENGTH_SPREAD);
    double flank = Streak.REACH * halfWidth * (1 + WIDTH_SPREAD);
    double steepest = Math.toRadians(Math.abs(angle) + ANGLE_SPREAD);
    double marginY = reach + flank;
    double marginX = reach * Math.sin(steepest) + flank;
    double spanY = height + 2 * marginY;
    double spanX = width + 2 * marginX;
    double fallenY = speed * frame * Math.cos(radians);
    double fallenX = speed * frame * Math.sin(radians);
    double expected = spanY * spanX * coverage / (2.5 * length * halfWidth);
    // Exponential gaps make the count that of a crop out of an endless layer.
    for (double i = exponential(random); i < expected; i += exponential(random)) {
      double y = random.nextDouble() * spanY + fallenY;
      double x = random.nextDouble() * spanX + fallenX;
      double brightness = Math.min(BRIGHTEST, exponential(random) * meanBrightness);
      double own = around(1, LENGTH_SPREAD, random);
      double ownWidth = around(1, WIDTH_SPREAD, random);
      double ownAngle = Math.toRadians(around(angle, ANGLE_SPREAD, random));
      new Streak(
              modulo(y, spanY) - marginY,
              modulo(x, spanX) - marginX,
              ownAngle,
              length * own / 2,
              halfWidth * ownWidth,
              brightness,
              fullness)
          .addTo(light, height, width);
    }
  }

  private static double exponential(RandomGenerator random) {
    return -Math.log(1 - random.nextDouble());
  }

  private static double around(double middle, double spread, RandomGenerator random) {
    return middle + spread * (2 * random.nextDouble() - 1);
  }

  private static double modulo(double value, double span) {
    double remainder = value % span;
    return remainder < 0 ? remainder + span : remainder;
  }

  /** One streak about its centre. */
  private record Streak(
      double centreY,
      double centreX,
      double radians,
      double halfLength,
      double halfWidth,
      double brightness,
      double fullness) {
    /** Half-widths from the axis at which the light ends: √8. */
    static final double REACH = 2.83;

    void addTo(float[] light, int height, int width) {
      double flank = REACH * halfWidth;
      if (centreY < -halfLength - flank || centreY > height + halfLength + flank) {
        return;
      }
      double downY = Math.cos(radians);
      double downX = Math.sin(radians);
      double reachY = halfLength * downY + flank * Math.abs(downX);
      int top = (int) Math.max(0, Math.ceil(centreY - reachY));
      int bottom = (int) Math.min(height - 1, Math.floor(centreY + reachY));
      double alongScale = 1 / (halfLength * halfLength);
      double acrossScale = 1 / (8 * halfWidth * halfWidth);
      for (int y = top; y <= bottom; y++) {
        double axisX = centreX + (y - centreY) * downX / downY;
        int left = (int) Math.max(0, Math.ceil(axisX - flank / downY));
        int right = (int) Math.min(width - 1, Math.floor(axisX + flank / downY));
        for (int x = left; x <= right; x++) {
          double along = (y - centreY) * downY + (x - centreX) * downX;
          double across = (x - centreX) * downY - (y - centreY) * downX;
          double t = along * along * alongScale;
          double near = 1 - across * across * acrossScale;
          if (t < 1 && near > 0) {
            double taper = 1 - t * (1 - fullness + fullness * t);
            double profile = near * near * near * near;
            light[y * width + x] += (float) (brightness * taper * profile);
          }
        }
      }
    }
  }
}

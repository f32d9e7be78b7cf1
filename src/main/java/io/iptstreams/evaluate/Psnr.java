package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/**
 * Peak signal-to-noise ratio in dB, peak 255: 10 · log10(255² / mean squared error); infinite for
 * equal pictures.
 */
public enum Psnr {
  /** Mean over the samples of all three channels. */
  RGB {
    @Override
    double squaredError(Image a, Image b, int y, int x) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double difference = a.at(c, y, x) - b.at(c, y, x);
        sum += difference * difference;
      }
      return sum / 3;
    }
  },
  /**
   * BT.601 luma of limited range (16..235), not rounded: the "Y" of the super-resolution and
   * deraining tables.
   */
  Y {
    @Override
    double squaredError(Image a, Image b, int y, int x) {
      double difference = 0;
      for (int c = 0; c < 3; c++) {
        difference += LUMA[c] * (a.at(c, y, x) - b.at(c, y, x));
      }
      return difference * difference;
    }
  };

  private static final double[] LUMA = {65.738 / 256, 129.057 / 256, 25.064 / 256};

  abstract double squaredError(Image a, Image b, int y, int x);

  /**
   * Compares two RGB pictures of one size.
   *
   * @param border pixels left out along each side
   * @throws IllegalArgumentException if the shapes differ or nothing is left inside the border
   */
  public double of(Image a, Image b, int border) {
    if (a.channels() != 3
        || b.channels() != 3
        || a.height() != b.height()
        || a.width() != b.width()) {
      throw new IllegalArgumentException(
          "PSNR compares two RGB pictures of one size, got " + a + " and " + b);
    }
    if (a.height() <= 2 * border || a.width() <= 2 * border) {
      throw new IllegalArgumentException("a border of " + border + " leaves nothing of " + a);
    }
    double sum = 0;
    for (int y = border; y < a.height() - border; y++) {
      for (int x = border; x < a.width() - border; x++) {
        sum += squaredError(a, b, y, x);
      }
    }
    double mean = sum / ((double) (a.height() - 2 * border) * (a.width() - 2 * border));
    return 10 * Math.log10(255 * 255 / mean);
  }
}

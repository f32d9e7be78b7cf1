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
  /** {@link Luma}, not rounded. */
  Y {
    @Override
    double squaredError(Image a, Image b, int y, int x) {
      double difference =
          Luma.weighted(
              a.at(0, y, x) - b.at(0, y, x),
              a.at(1, y, x) - b.at(1, y, x),
              a.at(2, y, x) - b.at(2, y, x));
      return difference * difference;
    }
  };

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

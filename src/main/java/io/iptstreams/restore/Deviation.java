package io.iptstreams.restore;

import io.iptstreams.image.Image;

/**
 * How far a restored picture is from what it was made of, when it is reduced to the same size by
 * block means, and how much each of them varies. Every eighth row counts, in all colours; alpha
 * does not.
 */
final class Deviation {
  static final int ROW_STEP = 8;

  /** Pixels in a row whose mean counts as one. */
  private static final int RUN = 8;

  private final int scale;
  private long samples;
  private double squaredError;
  private double coarseSquaredError;
  private double degradedSum;
  private double degradedSquares;
  private double restoredSum;
  private double restoredSquares;

  /**
   * @param degraded C × H × W
   * @param restored C × sH × sW
   */
  Deviation(Image degraded, Image restored) {
    this.scale = restored.width() / degraded.width();
    int colours = degraded.hasAlpha() ? degraded.channels() - 1 : degraded.channels();
    for (int channel = 0; channel < colours; channel++) {
      for (int y = 0; y < degraded.height(); y += ROW_STEP) {
        addRow(degraded, restored, channel, y);
      }
    }
  }

  private void addRow(Image degraded, Image restored, int channel, int y) {
    int width = degraded.width();
    int from = (channel * degraded.height() + y) * width;
    int blocks = (channel * restored.height() + y * scale) * restored.width();
    float differences = 0;
    for (int x = 0; x < width; x++) {
      float before = degraded.samples()[from + x];
      float after = blockMean(restored, blocks + x * scale);
      float difference = after - before;
      differences += difference;
      if ((x + 1) % RUN == 0 || x + 1 == width) {
        int run = x % RUN + 1;
        coarseSquaredError += differences * differences / run;
        differences = 0;
      }
      squaredError += difference * difference;
      degradedSum += before;
      degradedSquares += before * before;
      restoredSum += after;
      restoredSquares += after * after;
    }
    samples += width;
  }

  private float blockMean(Image restored, int corner) {
    if (scale == 1) {
      return restored.samples()[corner];
    }
    float sum = 0;
    for (int y = 0; y < scale; y++) {
      for (int x = 0; x < scale; x++) {
        sum += restored.samples()[corner + y * restored.width() + x];
      }
    }
    return sum / (scale * scale);
  }

  /** Peak 255, in dB; infinite for equal pictures. */
  double psnr() {
    return 10 * Math.log10(255.0 * 255.0 * samples / squaredError);
  }

  /** The same of the means of eight pixels in a row. */
  double coarsePsnr() {
    return 10 * Math.log10(255.0 * 255.0 * samples / coarseSquaredError);
  }

  double degradedSpread() {
    return spread(degradedSum, degradedSquares);
  }

  double restoredSpread() {
    return spread(restoredSum, restoredSquares);
  }

  /** Standard deviation over all colours, in levels; not finite if a sample is not. */
  private double spread(double sum, double squares) {
    double mean = sum / samples;
    return Math.sqrt(Math.max(0, squares / samples - mean * mean));
  }
}

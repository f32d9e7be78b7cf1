package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/**
 * Structural similarity: 1 for equal pictures, towards 0 where they share no structure.
 *
 * <p>At each place where a window of 11 × 11 pixels fits, weighted by a Gaussian of 1.5 pixels, the
 * means, variances and the covariance of the two pictures give
 *
 * <pre>
 *   (2 mean a · mean b + C1) (2 covariance + C2)
 *   ---------------------------------------------      C1 = (0.01 · 255)²,  C2 = (0.03 · 255)²
 *   (mean a² + mean b² + C1) (var a + var b + C2)
 * </pre>
 *
 * <p>and SSIM is the mean over the places, then over the channels.
 *
 * @see <a href="https://doi.org/10.1109/TIP.2003.819861">Wang et al., Image Quality Assessment:
 *     From Error Visibility to Structural Similarity, 2004</a>
 */
final class Ssim {
  static final int WINDOW = 11;

  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 255 * 0.01 * 255;
  private static final double C2 = 0.03 * 255 * 0.03 * 255;
  private static final double[] WEIGHTS = weights();

  private Ssim() {}

  /**
   * Compares two pictures of one shape.
   *
   * @param border pixels left out along each side
   * @throws IllegalArgumentException if the shapes differ or no window fits inside the border
   */
  static double of(Image a, Image b, int border) {
    if (a.channels() != b.channels() || a.height() != b.height() || a.width() != b.width()) {
      throw new IllegalArgumentException(
          "SSIM compares two pictures of one shape, got " + a + " and " + b);
    }
    int height = a.height() - 2 * border;
    int width = a.width() - 2 * border;
    if (height < WINDOW || width < WINDOW) {
      throw new IllegalArgumentException(
          "SSIM needs 11 × 11 pixels inside a border of " + border + ", got " + a);
    }
    Image insideA = a.crop(border, border, height, width);
    Image insideB = b.crop(border, border, height, width);
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      sum += ofPlanes(insideA.channels(c, 1).samples(), insideB.channels(c, 1).samples(), width);
    }
    return sum / a.channels();
  }

  private static double ofPlanes(float[] a, float[] b, int width) {
    double[] meanA = smoothed(a, null, width);
    double[] meanB = smoothed(b, null, width);
    double[] meanAa = smoothed(a, a, width);
    double[] meanBb = smoothed(b, b, width);
    double[] meanAb = smoothed(a, b, width);
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double squareA = meanA[i] * meanA[i];
      double squareB = meanB[i] * meanB[i];
      double product = meanA[i] * meanB[i];
      double variances = meanAa[i] - squareA + meanBb[i] - squareB;
      double covariance = meanAb[i] - product;
      sum +=
          (2 * product + C1)
              * (2 * covariance + C2)
              / ((squareA + squareB + C1) * (variances + C2));
    }
    return sum / meanA.length;
  }

  /** Weighted mean in every window that fits, of the samples or of their product with others. */
  private static double[] smoothed(float[] samples, float[] others, int width) {
    int height = samples.length / width;
    int outHeight = height - WINDOW + 1;
    int outWidth = width - WINDOW + 1;
    double[] rows = new double[height * outWidth];
    double[] line = new double[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        line[x] = others == null ? samples[i] : (double) samples[i] * others[i];
      }
      for (int x = 0; x < outWidth; x++) {
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
          sum += WEIGHTS[k] * line[x + k];
        }
        rows[y * outWidth + x] = sum;
      }
    }
    double[] out = new double[outHeight * outWidth];
    for (int y = 0; y < outHeight; y++) {
      for (int k = 0; k < WINDOW; k++) {
        for (int x = 0; x < outWidth; x++) {
          out[y * outWidth + x] += WEIGHTS[k] * rows[(y + k) * outWidth + x];
        }
      }
    }
    return out;
  }

  /** One side of the window; the window is their product with themselves, which adds up to 1. */
  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double distance = k - WINDOW / 2;
      weights[k] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
      sum += weights[k];
    }
    for (int k = 0; k < WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}

package io.iptstreams.image;

/**
 * Gives a picture more pixels by cubic convolution with a = -0.5: exact on every parabola inside,
 * the border pixel repeated outside. Sample centres lie at half pixels, as in every picture file.
 *
 * @see <a href="https://doi.org/10.1109/TASSP.1981.1163711">Keys, Cubic convolution interpolation
 *     for digital image processing</a>
 */
public final class Resampler {
  private static final double A = -0.5;
  private static final int TAPS = 4;

  private Resampler() {}

  /**
   * Enlarges a picture; overshoot at edges is not clamped.
   *
   * @throws IllegalArgumentException if it would get smaller, which needs a wider filter
   */
  public static Image bicubic(Image image, int newHeight, int newWidth) {
    if (newHeight < image.height() || newWidth < image.width()) {
      throw new IllegalArgumentException(
          "bicubic enlarges: the new size must be at least "
              + image.width()
              + " × "
              + image.height()
              + ", got "
              + newWidth
              + " × "
              + newHeight);
    }
    return enlargedRows(enlargedColumns(image, newWidth), newHeight);
  }

  private static Image enlargedColumns(Image image, int newWidth) {
    int width = image.width();
    int rows = image.channels() * image.height();
    int[] taps = taps(width, newWidth);
    float[] weights = weights(width, newWidth);
    Image wide = Image.blank(image.channels(), image.height(), newWidth);
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < newWidth; x++) {
        float sum = 0;
        for (int k = x * TAPS; k < (x + 1) * TAPS; k++) {
          sum += weights[k] * image.samples()[row * width + taps[k]];
        }
        wide.samples()[row * newWidth + x] = sum;
      }
    }
    return wide;
  }

  private static Image enlargedRows(Image image, int newHeight) {
    int height = image.height();
    int width = image.width();
    int[] taps = taps(height, newHeight);
    float[] weights = weights(height, newHeight);
    Image high = Image.blank(image.channels(), newHeight, width);
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < newHeight; y++) {
        int out = (c * newHeight + y) * width;
        for (int k = y * TAPS; k < (y + 1) * TAPS; k++) {
          int in = (c * height + taps[k]) * width;
          for (int x = 0; x < width; x++) {
            high.samples()[out + x] += weights[k] * image.samples()[in + x];
          }
        }
      }
    }
    return high;
  }

  /** Where the four neighbours of each new sample lie, clamped into the picture. */
  private static int[] taps(int size, int newSize) {
    int[] taps = new int[newSize * TAPS];
    for (int i = 0; i < newSize; i++) {
      int first = (int) Math.floor(centre(i, size, newSize)) - 1;
      for (int k = 0; k < TAPS; k++) {
        taps[i * TAPS + k] = Math.min(size - 1, Math.max(0, first + k));
      }
    }
    return taps;
  }

  private static float[] weights(int size, int newSize) {
    float[] weights = new float[newSize * TAPS];
    for (int i = 0; i < newSize; i++) {
      double centre = centre(i, size, newSize);
      double fraction = centre - Math.floor(centre);
      for (int k = 0; k < TAPS; k++) {
        weights[i * TAPS + k] = (float) kernel(Math.abs(fraction + 1 - k));
      }
    }
    return weights;
  }

  /** Where the centre of new sample {@code i} lies among the old samples. */
  private static double centre(int i, int size, int newSize) {
    return (i + 0.5) * size / newSize - 0.5;
  }

  private static double kernel(double distance) {
    if (distance < 1) {
      return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
    }
    if (distance < 2) {
      return A * (((distance - 5) * distance + 8) * distance - 4);
    }
    return 0;
  }
}

package io.iptstreams.image;

/**
 * Bicubic resampling as MATLAB's {@code imresize} does it, the convention of every published
 * super-resolution number: Keys' kernel with a = -0.5, stretched by the factor when reducing
 * (antialiasing), weights normalised, picture mirrored at its borders.
 */
public final class Resampler {
  private Resampler() {}

  /** The picture at another size; samples are neither rounded nor clamped. */
  public static Image bicubic(Image image, int height, int width) {
    Taps rows = Taps.of(image.height(), height);
    Taps columns = Taps.of(image.width(), width);
    float[] between = new float[image.channels() * height * image.width()];
    float[] out = new float[image.channels() * height * width];
    for (int c = 0; c < image.channels(); c++) {
      rows(image, c, rows, between);
      columns(between, c * height, image.width(), height, columns, out);
    }
    return new Image(image.channels(), height, width, out);
  }

  private static void rows(Image image, int channel, Taps taps, float[] out) {
    int width = image.width();
    float[] in = image.samples();
    for (int y = 0; y < taps.length(); y++) {
      int to = (channel * taps.length() + y) * width;
      for (int k = 0; k < taps.count; k++) {
        int from = (channel * image.height() + taps.index(y, k)) * width;
        float weight = taps.weight(y, k);
        for (int x = 0; x < width; x++) {
          out[to + x] += weight * in[from + x];
        }
      }
    }
  }

  private static void columns(
      float[] in, int firstRow, int inWidth, int height, Taps taps, float[] out) {
    for (int y = firstRow; y < firstRow + height; y++) {
      for (int x = 0; x < taps.length(); x++) {
        float sum = 0;
        for (int k = 0; k < taps.count; k++) {
          sum += taps.weight(x, k) * in[y * inWidth + taps.index(x, k)];
        }
        out[y * taps.length() + x] = sum;
      }
    }
  }

  /**
   * For each sample of the result along one axis: which samples it is made of, and how much of
   * each.
   */
  private static final class Taps {
    private final int count;
    private final int[] indices;
    private final float[] weights;

    private Taps(int length, int count) {
      this.count = count;
      this.indices = new int[length * count];
      this.weights = new float[length * count];
    }

    int length() {
      return indices.length / count;
    }

    int index(int position, int k) {
      return indices[position * count + k];
    }

    float weight(int position, int k) {
      return weights[position * count + k];
    }

    static Taps of(int from, int to) {
      double factor = (double) to / from;
      double stretch = Math.max(1, 1 / factor);
      int count = (int) Math.ceil(4 * stretch) + 2;
      Taps taps = new Taps(to, count);
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) / factor - 0.5;
        int left = (int) Math.floor(centre - 2 * stretch);
        double sum = 0;
        for (int k = 0; k < count; k++) {
          sum += kernel((centre - left - k) / stretch);
        }
        for (int k = 0; k < count; k++) {
          taps.indices[i * count + k] = mirrored(left + k, from);
          taps.weights[i * count + k] = (float) (kernel((centre - left - k) / stretch) / sum);
        }
      }
      return taps;
    }

    /** Half-sample mirror: -1 is 0, -2 is 1, {@code length} is length - 1. */
    private static int mirrored(int index, int length) {
      int period = Math.floorMod(index, 2 * length);
      return period < length ? period : 2 * length - 1 - period;
    }

    private static double kernel(double distance) {
      double x = Math.abs(distance);
      if (x <= 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
  }
}

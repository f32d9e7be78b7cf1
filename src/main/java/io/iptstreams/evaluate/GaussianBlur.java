package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/** Convolves a picture with a Gaussian, border pixels repeated. */
final class GaussianBlur {
  private GaussianBlur() {}

  /**
   * @param deviation standard deviation in pixels, above 0
   */
  static Image of(Image image, double deviation) {
    double[] kernel = kernel(deviation);
    Image rows = along(image, kernel, 0, 1);
    return along(rows, kernel, 1, 0);
  }

  private static double[] kernel(double deviation) {
    int reach = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = Math.exp(-i * i / (2 * deviation * deviation));
      sum += kernel[i + reach];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private static Image along(Image image, double[] kernel, int stepY, int stepX) {
    int reach = kernel.length / 2;
    float[] out = new float[image.samples().length];
    int to = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          double sum = 0;
          for (int k = -reach; k <= reach; k++) {
            int fromY = Math.min(image.height() - 1, Math.max(0, y + k * stepY));
            int fromX = Math.min(image.width() - 1, Math.max(0, x + k * stepX));
            sum += kernel[k + reach] * image.at(c, fromY, fromX);
          }
          out[to++] = (float) sum;
        }
      }
    }
    return new Image(image.channels(), image.height(), image.width(), out);
  }
}

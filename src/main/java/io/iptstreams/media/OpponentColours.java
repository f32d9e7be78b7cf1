package io.iptstreams.media;

import io.iptstreams.image.Image;

/**
 * Brightness and two differences of colour in place of red, green and blue:
 *
 * <pre>
 *   (R + G + B) / √3      (R - B) / √2      (R - 2 G + B) / √6
 * </pre>
 *
 * <p>A photograph has most of its detail in the first, so a filter can smooth the others more. The
 * three are orthonormal: noise stays as strong as it was and independent.
 */
final class OpponentColours {
  private static final double THIRD = Math.sqrt(1 / 3.0);
  private static final double HALF = Math.sqrt(1 / 2.0);
  private static final double SIXTH = Math.sqrt(1 / 6.0);

  private static final double[][] OF_RGB = {
    {THIRD, THIRD, THIRD}, {HALF, 0, -HALF}, {SIXTH, -2 * SIXTH, SIXTH}
  };

  /** The transpose, since the rows are orthonormal. */
  private static final double[][] TO_RGB = {
    {THIRD, HALF, SIXTH}, {THIRD, 0, -2 * SIXTH}, {THIRD, -HALF, SIXTH}
  };

  private OpponentColours() {}

  static Image ofRgb(Image rgb) {
    return mixed(rgb, OF_RGB);
  }

  static Image toRgb(Image opponent) {
    return mixed(opponent, TO_RGB);
  }

  private static Image mixed(Image picture, double[][] weights) {
    float[] in = picture.samples();
    int plane = Math.toIntExact(picture.pixels());
    Image out = Image.blank(3, picture.height(), picture.width());
    for (int c = 0; c < 3; c++) {
      double[] weight = weights[c];
      for (int i = 0; i < plane; i++) {
        out.samples()[c * plane + i] =
            (float) (weight[0] * in[i] + weight[1] * in[plane + i] + weight[2] * in[2 * plane + i]);
      }
    }
    return out;
  }
}

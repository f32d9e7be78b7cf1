package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/**
 * BT.601 luma of limited range, 16 (black) to 235 (white), not rounded: the "Y" of the
 * super-resolution and deraining tables, and MATLAB's {@code rgb2ycbcr}.
 */
final class Luma {
  private static final double BLACK = 16;
  private static final double[] WEIGHTS = {65.738 / 256, 129.057 / 256, 25.064 / 256};

  private Luma() {}

  /** The luma of an RGB picture, 1 × H × W. */
  static Image of(Image rgb) {
    Image luma = Image.blank(1, rgb.height(), rgb.width());
    int plane = luma.samples().length;
    for (int i = 0; i < plane; i++) {
      luma.samples()[i] =
          (float)
              (BLACK
                  + weighted(
                      rgb.samples()[i], rgb.samples()[plane + i], rgb.samples()[2 * plane + i]));
    }
    return luma;
  }

  /** Luma above black; also that of a difference of two colours. */
  static double weighted(double red, double green, double blue) {
    return WEIGHTS[0] * red + WEIGHTS[1] * green + WEIGHTS[2] * blue;
  }
}

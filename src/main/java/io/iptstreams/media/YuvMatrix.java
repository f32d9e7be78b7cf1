package io.iptstreams.media;

/**
 * Luma and chroma of more than 8 bits to RGB and back, by the definitions of ITU-R BT.601, BT.709
 * and BT.2020. FFmpeg's scaler, good for 8 bits, is off by up to 4 of 1023 levels here: it takes
 * white for 255 times a power of two.
 *
 * @param red the weight of red in luma, {@code Kr}
 * @param blue the weight of blue in luma, {@code Kb}
 * @param black level of black
 * @param lumaSpan levels from black to white
 * @param chromaSpan levels from the least to the most chroma
 * @param neutral level of no chroma
 */
record YuvMatrix(
    double red, double blue, double black, double lumaSpan, double chromaSpan, double neutral) {

  /**
   * @param colours matrix and range named, and no RGB
   * @param depth bits per sample
   */
  static YuvMatrix of(VideoColours colours, int depth) {
    double red;
    double blue;
    switch (colours.matrix()) {
      case "bt709" -> {
        red = 0.2126;
        blue = 0.0722;
      }
      case "bt2020nc" -> {
        red = 0.2627;
        blue = 0.0593;
      }
      case "fcc" -> {
        red = 0.30;
        blue = 0.11;
      }
      case "smpte240m" -> {
        red = 0.212;
        blue = 0.087;
      }
      case "bt470bg", "smpte170m" -> {
        red = 0.299;
        blue = 0.114;
      }
      default -> throw new IllegalArgumentException("no matrix of luma and chroma: " + colours);
    }
    int step = 1 << (depth - 8);
    double most = (1 << depth) - 1;
    return colours.range().equals("pc")
        ? new YuvMatrix(red, blue, 0, most, most, 128 * step)
        : new YuvMatrix(red, blue, 16 * step, 219 * step, 224 * step, 128 * step);
  }

  private double green() {
    return 1 - red - blue;
  }

  /** Red of 0 to 1, not clamped, as are the others. */
  double red(double y, double v) {
    return (y - black) / lumaSpan + 2 * (1 - red) * (v - neutral) / chromaSpan;
  }

  double blue(double y, double u) {
    return (y - black) / lumaSpan + 2 * (1 - blue) * (u - neutral) / chromaSpan;
  }

  double green(double y, double u, double v) {
    return (y - black) / lumaSpan
        - (2 * blue * (1 - blue) * (u - neutral) + 2 * red * (1 - red) * (v - neutral))
            / (green() * chromaSpan);
  }

  /** Luma of red, green and blue of 0 to 1. */
  double luma(double r, double g, double b) {
    return black + lumaSpan * (red * r + green() * g + blue * b);
  }

  double blueDifference(double r, double g, double b) {
    return neutral + chromaSpan * (b - (red * r + green() * g + blue * b)) / (2 * (1 - blue));
  }

  double redDifference(double r, double g, double b) {
    return neutral + chromaSpan * (r - (red * r + green() * g + blue * b)) / (2 * (1 - red));
  }
}

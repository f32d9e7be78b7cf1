package io.iptstreams.image;

/** The compressions of TIFF that lose nothing. */
enum TiffCompression {
  NONE,
  LZW,
  DEFLATE,
  PACK_BITS;

  /**
   * @throws ImageException if the number stands for another one
   */
  static TiffCompression of(long number) {
    if (number == 1) {
      return NONE;
    } else if (number == 5) {
      return LZW;
    } else if (number == 8 || number == 32_946) {
      return DEFLATE;
    } else if (number == 32_773) {
      return PACK_BITS;
    }
    throw new ImageException(
        "the TIFF file is compressed by method "
            + number
            + "; none, LZW, Deflate and PackBits (1, 5, 8, 32773) are read");
  }

  /** Whether the tag Predictor has a meaning. */
  boolean predicts() {
    return this == LZW || this == DEFLATE;
  }
}

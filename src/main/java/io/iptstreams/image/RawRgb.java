package io.iptstreams.image;

/**
 * Pictures without a file format: rows from top to bottom, pixels from left to right, red, green
 * and blue of each in turn as a byte, nothing in between. Their size is told beside them.
 */
public final class RawRgb {
  /** As in a {@code content-type} header. */
  public static final String MEDIA_TYPE = "image/x-raw-rgb";

  private RawRgb() {}

  /**
   * Reads a picture.
   *
   * @param maxPixels largest height times width to decode
   * @return 3 × H × W
   * @throws ImageException if a side is below 1, the picture larger than {@code maxPixels}, or the
   *     bytes are not width × height × 3
   */
  public static Image decode(byte[] bytes, long width, long height, long maxPixels) {
    if (width < 1 || height < 1) {
      throw new ImageException("a picture is at least 1 × 1, got " + width + " × " + height);
    }
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new ImageException(
          "a picture has less than 2^31 pixels a side, got " + width + " × " + height);
    }
    ImageCodec.checkSize(width, height, maxPixels);
    if (bytes.length != width * height * 3) {
      throw new ImageException(
          "raw RGB of "
              + width
              + " × "
              + height
              + " pixels has "
              + width * height * 3
              + " bytes, got "
              + bytes.length);
    }
    Image image = Image.blank(3, (int) height, (int) width);
    int plane = bytes.length / 3;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < plane; i++) {
        image.samples()[c * plane + i] = bytes[3 * i + c] & 0xff;
      }
    }
    return image;
  }

  /**
   * Writes a picture, each sample rounded to the nearest level (halves to even) and clamped to
   * 0..255.
   *
   * @throws ImageException if the picture is not 3 × H × W
   */
  public static byte[] encode(Image image) {
    if (image.channels() != 3) {
      throw new ImageException("raw RGB has three channels, the picture is " + image);
    }
    return ImageCodec.levels(image);
  }
}

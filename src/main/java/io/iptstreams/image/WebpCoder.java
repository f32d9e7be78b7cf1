package io.iptstreams.image;

/**
 * Decodes and encodes the pixels of WebP files, which the JDK cannot: lent to a {@link FileCodec}
 * by a room that can. Safe for many threads.
 */
public interface WebpCoder {
  /**
   * Decodes a picture.
   *
   * @param file whole, of one picture, of a size that is wanted
   * @return C × H × W as the file says, RGB, with its alpha if it has any
   * @throws ImageException if the pixels are cut off, damaged or of another size; never half a
   *     picture
   */
  Image decode(WebpFile file);

  /**
   * Encodes a picture with 8 bits per sample, each rounded to the nearest level (halves to even)
   * and clamped to 0..255.
   *
   * @param image at most 16383 pixels a side; grey is written as RGB
   * @param lossless whether every sample comes back as it was, or nearly so in a smaller file
   * @return a whole WebP file
   * @throws ImageException if that fails
   */
  byte[] encode(Image image, boolean lossless);
}

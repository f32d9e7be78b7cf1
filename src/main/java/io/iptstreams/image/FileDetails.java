package io.iptstreams.image;

/** What a file says of its picture beside the samples, and a file made from it says in turn. */
public final class FileDetails {
  private static final int TIFF_BITS_PER_SAMPLE = 258;

  /** Where a PNG file tells the bits of a sample. */
  private static final int PNG_BIT_DEPTH = 24;

  private final int bits;
  private final boolean lossless;

  private FileDetails(int bits, boolean lossless) {
    this.bits = bits;
    this.lossless = lossless;
  }

  /**
   * Of a picture that comes from no file: nothing but its samples, without loss where the format
   * leaves the choice.
   *
   * @param bits per sample, 8 or 16; formats that have no 16 (JPEG, WebP) take 8
   */
  public static FileDetails lossless(int bits) {
    if (bits != 8 && bits != 16) {
      throw new IllegalArgumentException("a sample is written with 8 or 16 bits, got " + bits);
    }
    return new FileDetails(bits, true);
  }

  /** As {@code lossless}, but of 8 bits and with loss where the format leaves the choice. */
  public static FileDetails lossy() {
    return new FileDetails(8, false);
  }

  /**
   * The details of a file that can be decoded.
   *
   * @throws ImageException if it is of no known format, cut off or damaged
   */
  public static FileDetails of(byte[] file) {
    return switch (ImageCodec.format(file)) {
      case PNG -> {
        PngChunks.verified(file, "IHDR");
        yield lossless(file[PNG_BIT_DEPTH] == 16 ? 16 : 8);
      }
      case TIFF -> lossless(new TiffDirectory(file).number(TIFF_BITS_PER_SAMPLE, 8) == 16 ? 16 : 8);
      case JPEG -> lossy();
      case WEBP -> WebpFile.of(file).isLossless() ? lossless(8) : lossy();
    };
  }

  /** Bits per sample, 8 or 16. */
  public int bits() {
    return bits;
  }

  /** Whether the file holds its picture without loss, as PNG, TIFF and lossless WebP do. */
  public boolean isLossless() {
    return lossless;
  }
}

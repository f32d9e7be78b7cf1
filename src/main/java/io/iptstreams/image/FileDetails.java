package io.iptstreams.image;

import java.util.Map;

/**
 * What a file says of its picture beside the samples, and a file made from it says in turn: bits
 * per sample, whether they are kept without loss, and the camera's notes (Exif).
 */
public final class FileDetails {
  private static final int TIFF_BITS_PER_SAMPLE = 258;

  /** Where a PNG file tells the bits of a sample. */
  private static final int PNG_BIT_DEPTH = 24;

  private final int bits;
  private final boolean lossless;
  private final ExifBlock exif;

  private FileDetails(int bits, boolean lossless, ExifBlock exif) {
    this.bits = bits;
    this.lossless = lossless;
    this.exif = exif;
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
    return new FileDetails(bits, true, ExifBlock.NONE);
  }

  /** As {@code lossless}, but of 8 bits and with loss where the format leaves the choice. */
  public static FileDetails lossy() {
    return new FileDetails(8, false, ExifBlock.NONE);
  }

  /**
   * The details of a file that can be decoded. Of what a camera noted all is kept that is still
   * true of a restored picture; what is damaged or takes more than 65,527 bytes is left out.
   *
   * @throws ImageException if it is of no known format, cut off or damaged
   */
  public static FileDetails of(byte[] file) {
    return switch (ImageCodec.format(file)) {
      case PNG -> {
        Map<String, byte[]> chunks = PngChunks.verified(file, "eXIf");
        int bits = file[PNG_BIT_DEPTH] == 16 ? 16 : 8;
        yield new FileDetails(bits, true, ExifBlock.of(Exif.unnamed(chunks.get("eXIf"))));
      }
      case JPEG -> new FileDetails(8, false, ExifBlock.of(JpegSegments.exif(file)));
      case TIFF -> {
        int bits = new TiffDirectory(file).number(TIFF_BITS_PER_SAMPLE, 8) == 16 ? 16 : 8;
        yield new FileDetails(bits, true, ExifBlock.of(file));
      }
      case WEBP -> {
        WebpFile webp = WebpFile.of(file);
        yield new FileDetails(8, webp.isLossless(), ExifBlock.of(webp.exif()));
      }
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

  ExifBlock exif() {
    return exif;
  }
}

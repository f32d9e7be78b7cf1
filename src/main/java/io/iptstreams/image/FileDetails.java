package io.iptstreams.image;

import java.util.Map;
import java.util.Optional;

/**
 * What a file says of its picture beside the samples, and a file made from it says in turn: bits
 * per sample, whether they are kept without loss, the camera's notes (Exif) and the colour profile
 * (ICC).
 */
public final class FileDetails {
  private static final int TIFF_BITS_PER_SAMPLE = 258;
  private static final int TIFF_PROFILE = 34_675;

  /** Where a PNG file tells the bits of a sample. */
  private static final int PNG_BIT_DEPTH = 24;

  private final int bits;
  private final boolean lossless;
  private final ExifBlock exif;
  private final Optional<ColourProfile> profile;

  private FileDetails(int bits, boolean lossless, ExifBlock exif, Optional<ColourProfile> profile) {
    this.bits = bits;
    this.lossless = lossless;
    this.exif = exif;
    this.profile = profile;
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
    return new FileDetails(bits, true, ExifBlock.NONE, Optional.empty());
  }

  /** As {@code lossless}, but of 8 bits and with loss where the format leaves the choice. */
  public static FileDetails lossy() {
    return new FileDetails(8, false, ExifBlock.NONE, Optional.empty());
  }

  /**
   * The details of a file that can be decoded. Of what a camera noted all is kept that is still
   * true of a restored picture; what is damaged or takes more than 65,527 bytes is left out. So is
   * a colour profile that is damaged, for other colours than grey and RGB, or larger than a
   * megabyte.
   *
   * @throws ImageException if it is of no known format, cut off or damaged
   */
  public static FileDetails of(byte[] file) {
    return switch (ImageCodec.format(file)) {
      case PNG -> {
        Map<String, byte[]> chunks = PngChunks.verified(file, "iCCP", "eXIf");
        int bits = file[PNG_BIT_DEPTH] == 16 ? 16 : 8;
        ExifBlock exif = ExifBlock.of(Exif.unnamed(chunks.get("eXIf")));
        yield new FileDetails(bits, true, exif, ColourProfile.ofPng(chunks.get("iCCP")));
      }
      case JPEG -> {
        ExifBlock exif = ExifBlock.of(JpegSegments.exif(file));
        yield new FileDetails(8, false, exif, ColourProfile.of(JpegSegments.profile(file)));
      }
      case TIFF -> {
        TiffDirectory directory = new TiffDirectory(file);
        int bits = directory.number(TIFF_BITS_PER_SAMPLE, 8) == 16 ? 16 : 8;
        byte[] profile = directory.optionalBytes(TIFF_PROFILE);
        yield new FileDetails(bits, true, ExifBlock.of(file), ColourProfile.of(profile));
      }
      case WEBP -> {
        WebpFile webp = WebpFile.of(file);
        ExifBlock exif = ExifBlock.of(webp.exif());
        yield new FileDetails(8, webp.isLossless(), exif, ColourProfile.of(webp.profile()));
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

  /** What the colours of a picture mean; absent if they are sRGB's, or are taken for them. */
  Optional<ColourProfile> profileFor(Image image) {
    return profile.filter(own -> own.isFor(image));
  }

  /** As {@link #profileFor}; an empty array if there is none. */
  byte[] profile(Image image) {
    return profileFor(image).map(ColourProfile::bytes).orElse(new byte[0]);
  }

  /** A picture of the stored colours with those of sRGB instead. */
  Image toSrgb(Image stored) {
    return profile.map(own -> own.toSrgb(stored)).orElse(stored);
  }
}

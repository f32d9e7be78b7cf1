package io.iptstreams.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats a picture travels in. */
public enum ImageFormat {
  /** Lossless, 1 to 4 channels (ISO/IEC 15948). */
  PNG("image/png", List.of("image/png"), List.of(".png"), List.of("\u0089PNG\r\n\u001a\n")),

  /** Lossy, grey or RGB (ISO/IEC 10918-1 in a JFIF file). */
  JPEG(
      "image/jpeg",
      List.of("image/jpeg", "image/jpg"),
      List.of(".jpg", ".jpeg"),
      List.of("\u00ff\u00d8\u00ff")),

  /** Lossy or lossless, RGB, with or without alpha (RFC 9649); see {@link FileCodec}. */
  WEBP("image/webp", List.of("image/webp"), List.of(".webp"), List.of("RIFF????WEBP")),

  /** Lossless, 1 to 4 channels (TIFF 6.0); of several pages the first. */
  TIFF("image/tiff", List.of("image/tiff"), List.of(".tif", ".tiff"), List.of("II*\0", "MM\0*"));

  private final String mediaType;
  private final List<String> spellings;
  private final List<String> endings;

  /** What a file begins with, a character for each byte, {@code ?} for any. */
  private final List<String> beginnings;

  ImageFormat(
      String mediaType, List<String> spellings, List<String> endings, List<String> beginnings) {
    this.mediaType = mediaType;
    this.spellings = spellings;
    this.endings = endings;
    this.beginnings = beginnings;
  }

  /** As in a {@code content-type} header, e.g. {@code image/png}. */
  public String mediaType() {
    return mediaType;
  }

  /** The format of a media type, whatever its case and parameters; {@code image/jpg} counts. */
  public static Optional<ImageFormat> ofMediaType(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.spellings.contains(bare)).findFirst();
  }

  /** The format that a file's ending promises, whatever its case. */
  public static Optional<ImageFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(lower::endsWith))
        .findFirst();
  }

  /** The format that the first bytes of a file prove. */
  public static Optional<ImageFormat> sniff(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.beginnings.stream().anyMatch(wanted -> begins(start, wanted)))
        .findFirst();
  }

  private static boolean begins(String start, String wanted) {
    if (start.length() < wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (wanted.charAt(i) != '?' && wanted.charAt(i) != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

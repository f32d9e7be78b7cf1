package io.iptstreams.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats a picture travels in. */
public enum ImageFormat {
  /** Lossless, 1 to 4 channels (ISO/IEC 15948). */
  PNG(
      "image/png",
      List.of("image/png"),
      List.of(".png"),
      new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}),

  /** Lossy, grey or RGB (ISO/IEC 10918-1 in a JFIF file). */
  JPEG(
      "image/jpeg",
      List.of("image/jpeg", "image/jpg"),
      List.of(".jpg", ".jpeg"),
      new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});

  private final String mediaType;
  private final List<String> spellings;
  private final List<String> endings;
  private final byte[] magic;

  ImageFormat(String mediaType, List<String> spellings, List<String> endings, byte[] magic) {
    this.mediaType = mediaType;
    this.spellings = spellings;
    this.endings = endings;
    this.magic = magic;
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
    return Arrays.stream(values())
        .filter(
            format ->
                file.length >= format.magic.length
                    && Arrays.equals(
                        file, 0, format.magic.length, format.magic, 0, format.magic.length))
        .findFirst();
  }
}

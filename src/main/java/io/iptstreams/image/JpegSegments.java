package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** What stands in a JPEG file before its pixels: segments of FF, marker, 16-bit length, content. */
final class JpegSegments {
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int START_OF_SCAN = 0xda;
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final byte[] PROFILE = ascii("ICC_PROFILE\0");
  private static final byte[] RGB = ascii("RGB ");

  /** After the segment's name and two counters, 16 bytes into the profile itself. */
  private static final int PROFILE_COLOURS = PROFILE.length + 2 + 16;

  private JpegSegments() {}

  /** The content of the last Exif segment, a TIFF file; or an empty array. */
  static byte[] exif(byte[] file) {
    byte[][] found = {{}};
    forEach(
        file,
        (segment, at) -> {
          int start = at + 4 + EXIF.length;
          int end = at + 2 + length(segment, at);
          if ((segment[at + 1] & 0xff) == APP1 && start <= end && holds(segment, at + 4, EXIF)) {
            found[0] = Arrays.copyOfRange(segment, start, end);
          }
        });
    return found[0];
  }

  /**
   * The file with an Exif segment, behind that of JFIF, which insists on being the first.
   *
   * @param exif a TIFF file of at most {@link ExifBlock#LARGEST} bytes
   */
  static byte[] withExif(byte[] file, byte[] exif) {
    int start = (file[3] & 0xff) == APP0 ? 4 + length(file, 2) : 2;
    ByteArrayOutputStream whole = new ByteArrayOutputStream(file.length + exif.length + 10);
    whole.write(file, 0, start);
    write(APP1, whole, EXIF, exif);
    whole.write(file, start, file.length - start);
    return whole.toByteArray();
  }

  private static void write(int marker, ByteArrayOutputStream file, byte[]... contents) {
    int length = 2;
    for (byte[] content : contents) {
      length += content.length;
    }
    file.write(0xff);
    file.write(marker);
    file.write(length >> 8);
    file.write(length);
    for (byte[] content : contents) {
      file.writeBytes(content);
    }
  }

  /**
   * The file without its colour profile if that is for other colours than RGB. The JDK's reader
   * applies RGB profiles, ignores a grey one on grey, and stumbles over any other.
   */
  static byte[] withoutForeignProfile(byte[] file) {
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    int[] copied = {0};
    boolean[] foreign = {false};
    forEach(
        file,
        (segment, at) -> {
          int profile = at + 4;
          if ((segment[at + 1] & 0xff) == APP2 && holds(segment, profile, PROFILE)) {
            boolean first = segment[profile + PROFILE.length] == 1;
            foreign[0] |= first && !holds(segment, profile + PROFILE_COLOURS, RGB);
            if (foreign[0]) {
              bare.write(file, copied[0], at - copied[0]);
              copied[0] = at + 2 + length(file, at);
            }
          }
        });
    if (!foreign[0]) {
      return file;
    }
    bare.write(file, copied[0], file.length - copied[0]);
    return bare.toByteArray();
  }

  /** Passes on the file and the place of each whole segment's FF, up to the first scan. */
  private static void forEach(byte[] file, ObjIntConsumer<byte[]> segment) {
    int at = 2;
    while (at + 4 <= file.length
        && (file[at] & 0xff) == 0xff
        && (file[at + 1] & 0xff) != START_OF_SCAN
        && at + 2 + length(file, at) <= file.length) {
      segment.accept(file, at);
      at += 2 + length(file, at);
    }
  }

  private static int length(byte[] file, int at) {
    return Math.max(2, (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
  }

  private static boolean holds(byte[] file, int at, byte[] start) {
    return at + start.length <= file.length
        && Arrays.equals(file, at, at + start.length, start, 0, start.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

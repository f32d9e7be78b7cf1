package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** What stands in a JPEG file before its pixels: segments of FF, marker, 16-bit length, content. */
final class JpegSegments {
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int START_OF_SCAN = 0xda;
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final byte[] PROFILE = ascii("ICC_PROFILE\0");
  private static final byte[] RGB = ascii("RGB ");

  /** After the segment's name and two counters, 16 bytes into the profile itself. */
  private static final int PROFILE_COLOURS = PROFILE.length + 2 + 16;

  private JpegSegments() {}

  /** The orientation of the last Exif segment, as {@link Exif#orientation} reads it; else 1. */
  static int orientation(byte[] file) {
    int[] found = {1};
    forEach(
        file,
        (segment, at) -> {
          if ((segment[at + 1] & 0xff) == APP1 && holds(segment, at + 4, EXIF)) {
            found[0] = Exif.orientation(segment, at + 4 + EXIF.length);
          }
        });
    return found[0];
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

package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/** What stands in a JPEG file before its pixels: segments of FF, marker, 16-bit length, content. */
final class JpegSegments {
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int START_OF_SCAN = 0xda;
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final byte[] PROFILE = ascii("ICC_PROFILE\0");

  /** What a segment holds of a profile beside its length, its name, its number and their count. */
  private static final int PROFILE_PART = 65_535 - 2 - PROFILE.length - 2;

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
   * The file with the notes and the profile that its picture has, behind the segment of JFIF, which
   * insists on being the first.
   */
  static byte[] with(FileDetails details, Image image, byte[] file) {
    byte[] exif = details.exif().bytes(image.width(), image.height());
    byte[] profile = details.profile(image);
    if (exif.length == 0 && profile.length == 0) {
      return file;
    }
    int start = (file[3] & 0xff) == APP0 ? 4 + length(file, 2) : 2;
    ByteArrayOutputStream whole =
        new ByteArrayOutputStream(file.length + exif.length + profile.length);
    whole.write(file, 0, start);
    if (exif.length > 0) {
      write(APP1, whole, EXIF, exif);
    }
    int count = (profile.length + PROFILE_PART - 1) / PROFILE_PART;
    for (int i = 0; i < count; i++) {
      int end = Math.min(profile.length, (i + 1) * PROFILE_PART);
      byte[] part = Arrays.copyOfRange(profile, i * PROFILE_PART, end);
      write(APP2, whole, PROFILE, new byte[] {(byte) (i + 1), (byte) count}, part);
    }
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
   * The colour profile: the segments of its parts in the order of their numbers, 1 to their count;
   * or an empty array if there is none or one of its parts is missing.
   */
  static byte[] profile(byte[] file) {
    TreeMap<Integer, byte[]> parts = new TreeMap<>();
    int[] count = {0};
    forEach(
        file,
        (segment, at) -> {
          int start = at + 4 + PROFILE.length + 2;
          int end = at + 2 + length(segment, at);
          if (isProfile(segment, at) && start <= end) {
            count[0] = segment[start - 1] & 0xff;
            parts.putIfAbsent(segment[start - 2] & 0xff, Arrays.copyOfRange(segment, start, end));
          }
        });
    if (parts.isEmpty() || parts.firstKey() != 1 || parts.lastKey() != parts.size()) {
      return new byte[0];
    }
    if (parts.size() != count[0]) {
      return new byte[0];
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    parts.values().forEach(profile::writeBytes);
    return profile.toByteArray();
  }

  /**
   * The file without its colour profile. The JDK's reader would convert by RGB profiles to 8 bits,
   * and stumbles over those for other colours.
   */
  static byte[] withoutProfile(byte[] file) {
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    int[] copied = {0};
    forEach(
        file,
        (segment, at) -> {
          if (isProfile(segment, at)) {
            bare.write(file, copied[0], at - copied[0]);
            copied[0] = at + 2 + length(file, at);
          }
        });
    if (copied[0] == 0) {
      return file;
    }
    bare.write(file, copied[0], file.length - copied[0]);
    return bare.toByteArray();
  }

  private static boolean isProfile(byte[] file, int at) {
    return (file[at + 1] & 0xff) == APP2 && holds(file, at + 4, PROFILE);
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

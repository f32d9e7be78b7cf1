package io.iptstreams.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JPEG files as cameras make them. */
public final class DetailedJpeg {
  private DetailedJpeg() {}

  /** Of a camera held sideways that makes linear colours. */
  public static byte[] ofACamera(Image sideways) {
    return of(sideways, ExifBytes.ofACamera(ByteOrder.BIG_ENDIAN).end(), linear());
  }

  /** A profile for RGB, of which the level 50 is 122 in sRGB. */
  public static byte[] linear() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  /**
   * The details come right behind the first marker.
   *
   * @param exif none, if it is empty
   * @param profile parts of it, each of at most 65,519 bytes
   */
  static byte[] of(Image picture, byte[] exif, byte[]... profile) {
    byte[] jpeg = ImageCodec.encode(picture, ImageFormat.JPEG);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, 2);
    if (exif.length > 0) {
      segment(file, 0xe1, "Exif\0\0", exif);
    }
    List<byte[]> parts = Arrays.asList(profile);
    for (int i = 0; i < parts.size(); i++) {
      String counters = new String(new char[] {(char) (i + 1), (char) parts.size()});
      segment(file, 0xe2, "ICC_PROFILE\0" + counters, parts.get(i));
    }
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }

  private static void segment(ByteArrayOutputStream file, int marker, String name, byte[] content) {
    int length = 2 + name.length() + content.length;
    file.writeBytes(PngBytes.bytes(0xff, marker, length >> 8, length));
    file.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(content);
  }
}

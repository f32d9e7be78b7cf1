package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one thing of a camera's notes that changes the picture. Exif is laid out as a TIFF file. */
final class Exif {
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private Exif() {}

  /**
   * The notes as a TIFF file of their own, without the name that some formats ask for, some forbid
   * and some programs write anyway.
   */
  static byte[] unnamed(byte[] notes) {
    boolean named =
        notes.length >= NAME.length && Arrays.equals(notes, 0, NAME.length, NAME, 0, NAME.length);
    return named ? Arrays.copyOfRange(notes, NAME.length, notes.length) : notes;
  }

  /**
   * The way the camera was held, 1 to 8: which corner of the picture the first pixel belongs to. 1,
   * upright, if the notes do not say or say it badly.
   *
   * @param notes as a TIFF file
   */
  static int orientation(byte[] notes) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(notes);
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = tiff.getShort(directory) & 0xffff;
      for (int entry = directory + 2; entries > 0; entries--, entry += ENTRY) {
        if (tiff.getShort(entry) == ORIENTATION_TAG) {
          int orientation = tiff.getShort(entry + 8);
          return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
      }
      return 1;
    } catch (IndexOutOfBoundsException e) {
      return 1;
    }
  }
}

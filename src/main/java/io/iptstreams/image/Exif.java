package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one thing of a camera's notes that changes the picture. Exif is laid out as a TIFF file. */
final class Exif {
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int ENTRY = 12;

  private Exif() {}

  /**
   * The way the camera was held, 1 to 8: which corner of the picture the first pixel belongs to. 1,
   * upright, if the notes do not say or say it badly.
   *
   * @param start where in the file they begin, with the byte order
   */
  static int orientation(byte[] file, int start) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(file, start, file.length - start).slice();
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

package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, walked from signature to IEND with every checksum verified. The JDK's
 * reader checks none of them and paints a damaged file as far as it gets.
 */
final class PngChunks {
  private static final int SIGNATURE = 8;

  /** Length, type and checksum of a chunk. */
  private static final int FRAME = 12;

  private PngChunks() {}

  /**
   * The contents of the first chunk of that type, or an empty array.
   *
   * @throws ImageException if any chunk up to IEND is cut off or damaged
   */
  static byte[] verified(byte[] file, String wanted) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    CRC32 crc = new CRC32();
    byte[] found = {};
    int at = SIGNATURE;
    while (true) {
      if (file.length - at < FRAME) {
        throw cutOff(file);
      }
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - FRAME) {
        throw cutOff(file);
      }
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      crc.reset();
      crc.update(file, at + 4, 4 + length);
      if ((int) crc.getValue() != bytes.getInt(at + 8 + length)) {
        throw new ImageException(
            "the PNG file is damaged: the checksum of its chunk at byte " + at + " is wrong");
      }
      if (at == SIGNATURE && !(type.equals("IHDR") && length == 13)) {
        throw new ImageException("the PNG file does not start with an IHDR chunk of 13 bytes");
      }
      if (found.length == 0 && type.equals(wanted)) {
        found = Arrays.copyOfRange(file, at + 8, at + 8 + length);
      }
      at += FRAME + length;
      if (type.equals("IEND")) {
        return found;
      }
    }
  }

  private static ImageException cutOff(byte[] file) {
    return new ImageException(
        "the PNG file is cut off: " + file.length + " bytes and no whole IEND chunk");
  }
}

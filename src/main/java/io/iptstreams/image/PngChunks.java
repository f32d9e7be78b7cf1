package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
   * The contents of the first chunk of each type, an empty array for a type that there is not.
   *
   * @throws ImageException if any chunk up to IEND is cut off or damaged
   */
  static Map<String, byte[]> verified(byte[] file, String... wanted) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    CRC32 crc = new CRC32();
    Map<String, byte[]> found = new HashMap<>();
    for (String type : wanted) {
      found.put(type, new byte[0]);
    }
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
      if (found.containsKey(type) && found.get(type).length == 0) {
        found.put(type, Arrays.copyOfRange(file, at + 8, at + 8 + length));
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

package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds PNG files byte by byte, good and bad ones that no encoder would write. */
final class PngBytes {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** Signature and header; colour types are 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA. */
  PngBytes(int width, int height, int depth, int colourType) {
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header = new byte[13];
    ByteBuffer.wrap(header).putInt(width).putInt(height).put((byte) depth).put((byte) colourType);
    chunk("IHDR", header);
  }

  PngBytes chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    chunk.putInt((int) crc.getValue());
    file.writeBytes(chunk.array());
    return this;
  }

  PngBytes chunk(String type, int... content) {
    return chunk(type, bytes(content));
  }

  /** The rows, each led by its filter byte, deflated. */
  PngBytes data(int... rows) {
    return chunk("IDAT", deflated(bytes(rows)));
  }

  byte[] end() {
    chunk("IEND", new byte[0]);
    return file.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    byte[] deflated = new byte[content.length + 64];
    int length = deflater.deflate(deflated);
    deflater.end();
    return Arrays.copyOf(deflated, length);
  }
}

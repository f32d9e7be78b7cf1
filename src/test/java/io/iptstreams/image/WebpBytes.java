package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds WebP files chunk by chunk, good and bad ones; of their pixels only the header. */
public final class WebpBytes {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  /** A plain file that says how large its picture is and then ends. */
  public static byte[] ofSize(int width, int height, boolean lossless) {
    return new WebpBytes()
        .chunk(lossless ? "VP8L" : "VP8 ", lossless ? vp8l(width, height, 0) : vp8(width, height))
        .end();
  }

  public WebpBytes chunk(String type, byte[] content) {
    chunks.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    chunks.writeBytes(little(4).putInt(content.length).array());
    chunks.writeBytes(content);
    if (content.length % 2 != 0) {
      chunks.write(0);
    }
    return this;
  }

  /** The extended header; flags are 2 animation, 4 XMP, 8 Exif, 16 alpha, 32 profile. */
  public WebpBytes extended(int flags, int width, int height) {
    ByteBuffer header = little(10).putInt(flags);
    header.putShort((short) (width - 1)).put((byte) (width - 1 >> 16));
    header.putShort((short) (height - 1)).put((byte) (height - 1 >> 16));
    return chunk("VP8X", header.array());
  }

  public byte[] end() {
    ByteBuffer file = little(12 + chunks.size());
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunks.size());
    file.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunks.toByteArray());
    return file.array();
  }

  /** The first bytes of a key frame. */
  static byte[] vp8(int width, int height) {
    ByteBuffer header = little(10).put((byte) 0x10).putShort((short) 0);
    header.put((byte) 0x9d).put((byte) 0x01).put((byte) 0x2a);
    return header.putShort((short) width).putShort((short) height).array();
  }

  /**
   * @param rest a bit that says whether there is alpha, then three of the version
   */
  static byte[] vp8l(int width, int height, int rest) {
    int fields = width - 1 | height - 1 << 14 | rest << 28;
    return little(5).put((byte) 0x2f).putInt(fields).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

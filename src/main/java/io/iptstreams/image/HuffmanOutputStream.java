package io.iptstreams.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;

/**
 * Compresses to the zlib format without a search for repetitions: each byte gets a code as long as
 * it is rare. Photographs have nothing to repeat once each sample is its difference from its
 * neighbours, and this is several times as fast as {@link java.util.zip.Deflater#HUFFMAN_ONLY}.
 *
 * <p>The bytes are cut into blocks with codes of their own (RFC 1951, section 3.2.7), in a frame
 * with a checksum (RFC 1950). Any inflater reads them. For one thread.
 */
final class HuffmanOutputStream extends OutputStream {
  /** Bytes that share a code: fewer follow the picture more closely, and repeat the tables. */
  private static final int BLOCK = 1 << 16;

  /** No repetition is looked for: 32 KiB of window and the lowest effort, as a zlib header. */
  private static final byte[] HEADER = {0x78, 0x01};

  private static final int END_OF_BLOCK = 256;
  private static final int SYMBOLS = END_OF_BLOCK + 1;

  /** Codes of lengths that a block can name: all but those that repeat a length. */
  private static final int LENGTH_CODES = 19;

  private static final int REPEATING = 3;

  private final OutputStream out;
  private final Adler32 checksum = new Adler32();
  private final byte[] block = new byte[BLOCK];
  private int filled;

  /** The codes of a block take at most 15 bits a symbol, its tables less than 200 bytes. */
  private final ByteBuffer packed =
      ByteBuffer.allocate(2 * BLOCK + 512).order(ByteOrder.LITTLE_ENDIAN);

  /** Bits that fill no byte yet, the first of them lowest, and how many. */
  private long bits;

  private int bitCount;

  HuffmanOutputStream(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    checksum.update(bytes, offset, length);
    int at = offset;
    while (at < offset + length) {
      if (filled == BLOCK) {
        writeBlock(false);
      }
      int taken = Math.min(BLOCK - filled, offset + length - at);
      System.arraycopy(bytes, at, block, filled, taken);
      filled += taken;
      at += taken;
    }
  }

  /** Writes what is left, and closes the stream beneath. */
  @Override
  public void close() throws IOException {
    try (out) {
      writeBlock(true);
      out.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
  }

  private void writeBlock(boolean last) throws IOException {
    HuffmanCode code = HuffmanCode.of(counts());
    packed.clear();
    put(last ? 0b101 : 0b100, 3);
    writeTables(code);
    for (int i = 0; i < filled; i++) {
      int symbol = block[i] & 0xff;
      put(code.bits(symbol), code.length(symbol));
    }
    put(code.bits(END_OF_BLOCK), code.length(END_OF_BLOCK));
    if (last) {
      put(0, -bitCount & 7);
    }
    while (bitCount >= 8) {
      packed.put((byte) bits);
      bits >>>= 8;
      bitCount -= 8;
    }
    out.write(packed.array(), 0, packed.position());
    filled = 0;
  }

  private int[] counts() {
    int[] counts = new int[SYMBOLS];
    for (int i = 0; i < filled; i++) {
      counts[block[i] & 0xff]++;
    }
    counts[END_OF_BLOCK] = 1;
    return counts;
  }

  /** All lengths of codes, 0 to 15, in four bits each; and that there are no distances. */
  private void writeTables(HuffmanCode code) {
    put(0, 5);
    put(0, 5);
    put(LENGTH_CODES - 4, 4);
    for (int i = 0; i < LENGTH_CODES; i++) {
      put(i < REPEATING ? 0 : 4, 3);
    }
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      put(HuffmanCode.reversed(code.length(symbol), 4), 4);
    }
    put(0, 4);
  }

  /**
   * @param length 0 to 15
   */
  private void put(int value, int length) {
    bits |= (long) value << bitCount;
    bitCount += length;
    if (bitCount >= 32) {
      packed.putInt((int) bits);
      bits >>>= 32;
      bitCount -= 32;
    }
  }
}

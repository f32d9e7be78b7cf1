package io.iptstreams.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks the strips and tiles of one TIFF file. Each method fills {@code out} from its beginning
 * and returns how many bytes there were for it: fewer than it is long, if the packed bytes end too
 * early or make no sense. What they hold beyond that is passed over.
 *
 * <p>For one thread; an owner of the native memory of an {@link Inflater}.
 */
final class TiffUnpacker implements AutoCloseable {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int STRINGS = 4096;

  private final Inflater inflater = new Inflater();

  /** A string of LZW is a piece of what was unpacked before it. */
  private final int[] start = new int[STRINGS];

  private final int[] length = new int[STRINGS];

  int unpack(TiffCompression compression, byte[] file, int from, int count, byte[] out) {
    return switch (compression) {
      case NONE -> copy(file, from, count, out);
      case LZW -> lzw(file, from, count, out);
      case DEFLATE -> inflate(file, from, count, out);
      case PACK_BITS -> packBits(file, from, count, out);
    };
  }

  private static int copy(byte[] file, int from, int count, byte[] out) {
    int whole = Math.min(count, out.length);
    System.arraycopy(file, from, out, 0, whole);
    return whole;
  }

  private int inflate(byte[] file, int from, int count, byte[] out) {
    inflater.reset();
    inflater.setInput(file, from, count);
    int filled = 0;
    try {
      for (int more = 1; more > 0 && filled < out.length; filled += more) {
        more = inflater.inflate(out, filled, out.length - filled);
      }
      return filled;
    } catch (DataFormatException e) {
      return filled;
    }
  }

  /** A byte n, then n + 1 bytes as they are, or, if it is negative, one byte 1 - n times. */
  private static int packBits(byte[] file, int from, int count, byte[] out) {
    int at = from;
    int end = from + count;
    int filled = 0;
    while (filled < out.length && at < end) {
      int n = file[at++];
      if (n == -128) {
        continue;
      }
      int run = Math.min(n < 0 ? 1 - n : n + 1, out.length - filled);
      if (at + (n < 0 ? 1 : run) > end) {
        return filled;
      }
      for (int i = 0; i < run; i++) {
        out[filled++] = file[n < 0 ? at : at + i];
      }
      at += n < 0 ? 1 : run;
    }
    return filled;
  }

  /**
   * Codes of 9 to 12 bits, highest first: a byte, an instruction, or a string seen before. Every
   * code but the first makes a string of the one before it and the byte that follows.
   */
  private int lzw(byte[] file, int from, int count, byte[] out) {
    long bits = 0;
    int available = 0;
    int at = from;
    int next = END + 1;
    int width = 9;
    int before = 0;
    boolean cleared = false;
    int filled = 0;
    while (filled < out.length) {
      while (available < width && at < from + count) {
        bits = bits << 8 | file[at++] & 0xff;
        available += 8;
      }
      if (available < width) {
        return filled;
      }
      available -= width;
      int code = (int) (bits >> available) & (1 << width) - 1;
      if (code == CLEAR) {
        cleared = true;
        next = END + 1;
        width = 9;
        before = 0;
        continue;
      }
      if (!cleared || code == END) {
        return filled;
      }
      if (before > 0 && next < STRINGS) {
        start[next] = filled - before;
        length[next++] = before + 1;
      }
      if (code < CLEAR) {
        out[filled] = (byte) code;
        before = 1;
      } else if (code < next) {
        before = Math.min(length[code], out.length - filled);
        // Byte by byte: the newest string may end with the byte it begins to write here.
        for (int i = 0; i < before; i++) {
          out[filled + i] = out[start[code] + i];
        }
      } else {
        return filled;
      }
      filled += before;
      // One code earlier than needed, as the format has it.
      width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    }
    return filled;
  }

  @Override
  public void close() {
    inflater.end();
  }
}

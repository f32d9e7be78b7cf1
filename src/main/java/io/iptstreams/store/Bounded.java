package io.iptstreams.store;

import io.iptstreams.store.StoreException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a stream to its end, but never more than so many bytes. */
final class Bounded {
  private static final int FIRST = 1 << 16;

  private Bounded() {}

  /**
   * Reads all bytes.
   *
   * @param said how many there should be, below 0 if nobody said; there may be more, since it may
   *     be a lie
   * @param maxBytes from 0 on; what an array cannot hold is never read
   * @param what is read, for the message
   * @throws StoreException of kind TOO_LARGE if there are more
   * @throws EOFException if there are fewer than was said
   */
  static byte[] read(InputStream in, long said, long maxBytes, Object what) throws IOException {
    int max = (int) Math.min(maxBytes, Integer.MAX_VALUE - 8);
    if (said > max) {
      throw tooLarge(what, said + " bytes", max);
    }
    byte[] bytes = new byte[(int) Math.min(said < 0 ? FIRST : said, max)];
    int length = 0;
    while (true) {
      length += in.readNBytes(bytes, length, bytes.length - length);
      if (length < bytes.length) {
        // HTTP clients take the end of a connection for the end of the bytes.
        if (length < said) {
          throw new EOFException("broke off after " + length + " of " + said + " bytes");
        }
        return Arrays.copyOf(bytes, length);
      }
      int next = in.read();
      if (next < 0) {
        return bytes;
      }
      if (length == max) {
        throw tooLarge(what, "more bytes than that", max);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(FIRST, 2L * length), max));
      bytes[length++] = (byte) next;
    }
  }

  private static StoreException tooLarge(Object what, String size, int max) {
    return new StoreException(
        Kind.TOO_LARGE, what + " has " + size + ", at most " + max + " bytes are read");
  }
}

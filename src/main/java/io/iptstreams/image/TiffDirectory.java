package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF file: what is known of its first page, tag by tag. A value is
 * looked at when it is asked for, and nothing else is: a file may hold thousands of pages, chains
 * of directories that lead back to themselves and tags that claim gigabytes.
 *
 * <pre>
 *   file       = "II" or "MM", 42, offset of the directory, anything
 *   directory  = number of entries, entries, offset of the next page's
 *   entry      = tag, type, count, value or, if that needs more than 4 bytes, its offset
 * </pre>
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffDirectory {
  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;

  private final ByteBuffer file;

  /** Where in the file the entry of a tag lies. */
  private final Map<Integer, Integer> entries = new HashMap<>();

  /**
   * @throws ImageException if the directory is not in the file
   */
  TiffDirectory(byte[] bytes) {
    file = ByteBuffer.wrap(bytes);
    file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    checkWithin("its header", 0, 8);
    long start = file.getInt(4) & 0xffffffffL;
    checkWithin("its directory", start, 2);
    int count = file.getShort((int) start) & 0xffff;
    checkWithin("its directory", start + 2, (long) count * ENTRY);
    for (int i = 0; i < count; i++) {
      int entry = (int) start + 2 + i * ENTRY;
      entries.putIfAbsent(file.getShort(entry) & 0xffff, entry);
    }
  }

  ByteOrder order() {
    return file.order();
  }

  int fileLength() {
    return file.limit();
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** How many values a tag has; 0 if it is not there. */
  long count(int tag) {
    return has(tag) ? file.getInt(entries.get(tag) + 4) & 0xffffffffL : 0;
  }

  /** The first value of a tag, 0 to 2^32 - 1. */
  long number(int tag, long absent) {
    return count(tag) == 0 ? absent : numbers(tag, 1)[0];
  }

  /**
   * The first values of a tag, each 0 to 2^32 - 1.
   *
   * @throws ImageException if it has fewer, no whole numbers, or they are not in the file
   */
  long[] numbers(int tag, int wanted) {
    if (count(tag) < wanted) {
      throw damaged("its tag " + tag + " has " + count(tag) + " values, not " + wanted);
    }
    int type = type(tag);
    if (type != BYTE && type != SHORT && type != LONG) {
      throw damaged("its tag " + tag + " is of type " + type + ", not a whole number");
    }
    int size = type == LONG ? 4 : type == SHORT ? 2 : 1;
    int at = valueAt(tag, size);
    long[] numbers = new long[wanted];
    for (int i = 0; i < wanted; i++) {
      int place = at + i * size;
      numbers[i] =
          switch (type) {
            case BYTE -> file.get(place) & 0xff;
            case SHORT -> file.getShort(place) & 0xffff;
            default -> file.getInt(place) & 0xffffffffL;
          };
    }
    return numbers;
  }

  /** The bytes of a tag that this program does not need; none if they are not in the file. */
  byte[] optionalBytes(int tag) {
    if (!has(tag) || type(tag) != UNDEFINED && type(tag) != BYTE) {
      return new byte[0];
    }
    try {
      int at = valueAt(tag, 1);
      return Arrays.copyOfRange(file.array(), at, at + (int) count(tag));
    } catch (ImageException e) {
      return new byte[0];
    }
  }

  private int type(int tag) {
    return file.getShort(entries.get(tag) + 2) & 0xffff;
  }

  private int valueAt(int tag, int size) {
    long bytes = count(tag) * size;
    if (bytes <= 4) {
      return entries.get(tag) + 8;
    }
    long at = file.getInt(entries.get(tag) + 8) & 0xffffffffL;
    checkWithin("its tag " + tag, at, bytes);
    return (int) at;
  }

  /** Checks that a part of the file is there. */
  void checkWithin(String what, long start, long length) {
    if (start + length > file.limit()) {
      throw new ImageException(
          "the TIFF file is cut off: "
              + what
              + " ends at byte "
              + (start + length)
              + " of "
              + file.limit());
    }
  }

  static ImageException damaged(String how) {
    return new ImageException("the TIFF file is damaged: " + how);
  }
}

package io.iptstreams.image;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A camera's notes as they go into a restored picture: laid out anew as a small TIFF file without a
 * page, in the byte order they came in.
 *
 * <pre>
 *   IFD0     who made the picture, with what, when, its rights, its words and its resolution;
 *            nothing of how pixels are stored. Orientation becomes 1: the picture is upright
 *     Exif     all but what tells of the old pixels; width and height are told anew
 *       Interop  likewise
 *     GPS      all
 *   IFD1     nothing: its thumbnail shows the picture as it was
 * </pre>
 *
 * <p>The maker's note stays at its place if that is free: many have offsets from the start in them.
 * Whatever is not there in full, or of no known type, is left out; so is everything if it takes
 * more than {@link #LARGEST} bytes. Directories are nested as drawn and not otherwise, so there are
 * no loops.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E">Exif 3.0</a>
 */
final class ExifBlock {
  /** What a segment of a JPEG file holds beside its length and its name. */
  static final int LARGEST = 65_535 - 2 - 6;

  static final ExifBlock NONE = new ExifBlock(ByteBuffer.allocate(0), 0, 0);

  private static final int EXIF = 0x8769;
  private static final int GPS = 0x8825;
  private static final int INTEROP = 0xa005;

  private static final int ORIENTATION = 0x0112;
  private static final int WIDTH = 0xa002;
  private static final int HEIGHT = 0xa003;
  private static final int MAKER_NOTE = 0x927c;

  /**
   * ProcessingSoftware, ImageDescription, Make, Model, XResolution, YResolution, ResolutionUnit,
   * Software, DateTime, Artist, HostComputer, Rating, RatingPercent, Copyright, XPTitle to
   * XPSubject.
   */
  private static final Set<Integer> OF_THE_PICTURE =
      Set.of(
          0x000b,
          0x010e,
          0x010f,
          0x0110,
          ORIENTATION,
          0x011a,
          0x011b,
          0x0128,
          0x0131,
          0x0132,
          0x013b,
          0x013c,
          0x4746,
          0x4749,
          0x8298,
          0x9c9b,
          0x9c9c,
          0x9c9d,
          0x9c9e,
          0x9c9f);

  /** CompressedBitsPerPixel, SubjectArea, SubjectLocation, RelatedImageWidth and -Height. */
  private static final Set<Integer> OF_OLD_PIXELS = Set.of(0x9102, 0x9214, 0xa214, 0x1001, 0x1002);

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UTF_8 = 129;

  /** Bytes of a value of types 0 to 12. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  private final ByteBuffer block;

  /** Where width and height stand, 0 if they do not. */
  private final int widthAt;

  private final int heightAt;

  private ExifBlock(ByteBuffer block, int widthAt, int heightAt) {
    this.block = block;
    this.widthAt = widthAt;
    this.heightAt = heightAt;
  }

  /**
   * The notes to keep.
   *
   * @param tiff any bytes that may be a TIFF file, with or without a page
   * @return {@link #NONE} if there are none, or too many
   */
  static ExifBlock of(byte[] tiff) {
    try {
      return new Copy(tiff).block();
    } catch (IndexOutOfBoundsException | BufferOverflowException | IllegalArgumentException e) {
      return NONE;
    }
  }

  boolean isEmpty() {
    return block.limit() == 0;
  }

  ByteOrder order() {
    return block.order();
  }

  /**
   * The notes of a picture of that size, as a TIFF file; its first directory is at byte 8. Without
   * notes an empty array.
   */
  byte[] bytes(int width, int height) {
    ByteBuffer bytes = ByteBuffer.wrap(block.array().clone()).order(block.order());
    if (widthAt > 0) {
      bytes.putInt(widthAt, width);
    }
    if (heightAt > 0) {
      bytes.putInt(heightAt, height);
    }
    return bytes.array();
  }

  /** An entry of a directory: its value, or the directory that it leads to. */
  private record Entry(int type, int count, byte[] value, OptionalInt place, Directory child) {}

  private record Directory(Map<Integer, Entry> entries) {}

  /** Reads all that is kept, then writes it. */
  private static final class Copy {
    private final ByteBuffer in;
    private final ByteBuffer out;
    private int room = LARGEST;
    private int widthAt;
    private int heightAt;

    Copy(byte[] tiff) {
      in = ByteBuffer.wrap(tiff);
      if (tiff.length < HEADER || tiff[0] != tiff[1] || tiff[0] != 'I' && tiff[0] != 'M') {
        throw new IllegalArgumentException("no TIFF header");
      }
      in.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      out = ByteBuffer.allocate(LARGEST).order(in.order());
    }

    ExifBlock block() {
      Directory first = read(in.getInt(4), Set.of(EXIF, GPS), true);
      if (first.entries.isEmpty()) {
        return NONE;
      }
      out.put(in.get(0)).put(in.get(1)).putShort((short) 42).putInt(HEADER);
      write(first);
      ByteBuffer block = ByteBuffer.allocate(out.position()).order(out.order());
      block.put(out.array(), 0, out.position());
      return new ExifBlock(block.flip(), widthAt, heightAt);
    }

    private Directory read(int at, Set<Integer> children, boolean first) {
      Map<Integer, Entry> entries = new TreeMap<>();
      int count = in.getShort(at) & 0xffff;
      for (int i = 0; i < count && at + 2 + (i + 1) * ENTRY <= in.limit(); i++) {
        int place = at + 2 + i * ENTRY;
        int tag = in.getShort(place) & 0xffff;
        if (children.contains(tag)) {
          readChild(tag, in.getInt(place + 8), entries);
        } else if (first ? OF_THE_PICTURE.contains(tag) : !OF_OLD_PIXELS.contains(tag)) {
          readValue(tag, place, entries);
        }
      }
      return new Directory(entries);
    }

    private void readChild(int tag, int at, Map<Integer, Entry> entries) {
      if (at < 0 || at > in.limit() - 2 || entries.containsKey(tag)) {
        return;
      }
      Directory child = read(at, tag == EXIF ? Set.of(INTEROP) : Set.of(), false);
      if (!child.entries.isEmpty()) {
        take(ENTRY);
        entries.put(tag, new Entry(LONG, 1, new byte[4], OptionalInt.empty(), child));
      }
    }

    private void readValue(int tag, int place, Map<Integer, Entry> entries) {
      int type = in.getShort(place + 2) & 0xffff;
      int size = type == UTF_8 ? 1 : type < SIZES.length ? SIZES[type] : 0;
      long length = (in.getInt(place + 4) & 0xffffffffL) * size;
      long at = length > 4 ? in.getInt(place + 8) & 0xffffffffL : place + 8;
      if (length == 0 || at + length > in.limit() || entries.containsKey(tag)) {
        return;
      }
      take(ENTRY + length);
      byte[] value = new byte[(int) length];
      in.get((int) at, value);
      OptionalInt kept = tag == MAKER_NOTE ? OptionalInt.of((int) at) : OptionalInt.empty();
      entries.put(tag, new Entry(type, in.getInt(place + 4), value, kept, null));
    }

    /** Ends the reading before it has taken more memory than will be written. */
    private void take(long bytes) {
      room -= (int) Math.min(bytes, LARGEST);
      if (room < 0) {
        throw new BufferOverflowException();
      }
    }

    private int write(Directory directory) {
      evenOut();
      int at = out.position();
      int size = 2 + directory.entries.size() * ENTRY + 4;
      out.put(new byte[size]).putShort(at, (short) directory.entries.size());
      int place = at + 2;
      for (Map.Entry<Integer, Entry> entry : directory.entries.entrySet()) {
        write(entry.getKey(), entry.getValue(), place);
        place += ENTRY;
      }
      return at;
    }

    private void write(int tag, Entry entry, int place) {
      out.putShort(place, (short) tag);
      if (tag == ORIENTATION) {
        out.putShort(place + 2, (short) SHORT).putInt(place + 4, 1).putShort(place + 8, (short) 1);
        return;
      }
      if (tag == WIDTH || tag == HEIGHT) {
        out.putShort(place + 2, (short) LONG).putInt(place + 4, 1);
        if (tag == WIDTH) {
          widthAt = place + 8;
        } else {
          heightAt = place + 8;
        }
        return;
      }
      out.putShort(place + 2, (short) entry.type).putInt(place + 4, entry.count);
      if (entry.child != null) {
        out.putInt(place + 8, write(entry.child));
      } else if (entry.value.length <= 4) {
        out.put(place + 8, entry.value);
      } else {
        evenOut();
        entry.place.ifPresent(kept -> moveTo(kept, entry.value.length));
        out.putInt(place + 8, out.position()).put(entry.value);
      }
    }

    private void moveTo(int place, int length) {
      if (place >= out.position() && place <= LARGEST - length) {
        out.position(place);
      }
    }

    private void evenOut() {
      if (out.position() % 2 != 0) {
        out.put((byte) 0);
      }
    }
  }
}

package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Builds TIFF files tag by tag, good and bad ones that no encoder would write. */
final class TiffBytes {
  static final int SHORT = 3;
  static final int LONG = 4;

  private static final int HEADER = 8;

  private final ByteOrder order;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final Map<Integer, Field> fields = new TreeMap<>();

  private record Field(int type, long count, byte[] value) {}

  TiffBytes(ByteOrder order) {
    this.order = order;
  }

  /**
   * A page in one strip, little-endian.
   *
   * @param kind 0 white is zero, 1 grey, 2 RGB, 3 palette, 5 CMYK
   */
  static TiffBytes page(int width, int height, int kind, int bits, int samples) {
    return new TiffBytes(ByteOrder.LITTLE_ENDIAN).pageOf(width, height, kind, bits, samples);
  }

  TiffBytes pageOf(long width, long height, int kind, int bits, int samples) {
    int[] allBits = new int[samples];
    Arrays.fill(allBits, bits);
    longs(256, width).longs(257, height).shorts(258, allBits).shorts(259, 1);
    return shorts(262, kind).shorts(277, samples).longs(278, height);
  }

  TiffBytes without(int tag) {
    fields.remove(tag);
    return this;
  }

  TiffBytes shorts(int tag, int... values) {
    ByteBuffer bytes = buffer(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return field(tag, SHORT, values.length, bytes.array());
  }

  TiffBytes longs(int tag, long... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    for (long value : values) {
      bytes.putInt((int) value);
    }
    return field(tag, LONG, values.length, bytes.array());
  }

  /** Any type and count, however little value there is. */
  TiffBytes field(int tag, int type, long count, byte[] value) {
    fields.put(tag, new Field(type, count, value));
    return this;
  }

  TiffBytes strips(byte[]... strips) {
    return blocks(273, 279, strips);
  }

  TiffBytes tiles(int width, int height, byte[]... tiles) {
    longs(322, width).longs(323, height).without(278);
    return blocks(324, 325, tiles);
  }

  private TiffBytes blocks(int offsetsTag, int countsTag, byte[]... blocks) {
    long[] offsets = new long[blocks.length];
    long[] counts = new long[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      offsets[i] = HEADER + data.size();
      counts[i] = blocks[i].length;
      data.writeBytes(blocks[i]);
    }
    return longs(offsetsTag, offsets).longs(countsTag, counts);
  }

  byte[] end() {
    return end(0);
  }

  /**
   * @param nextPage offset of the next page's directory
   */
  byte[] end(int nextPage) {
    int values = HEADER + data.size();
    int directory = values;
    for (Field field : fields.values()) {
      directory += field.value.length > 4 ? field.value.length : 0;
    }
    ByteBuffer file = buffer(directory + 2 + 12 * fields.size() + 4);
    file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(file.get(0));
    file.putShort((short) 42).putInt(directory).put(data.toByteArray());
    for (Field field : fields.values()) {
      file.put(field.value.length > 4 ? field.value : new byte[0]);
    }
    file.putShort((short) fields.size());
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      file.putShort((short) (int) entry.getKey()).putShort((short) field.type);
      file.putInt((int) field.count);
      if (field.value.length > 4) {
        file.putInt(values);
        values += field.value.length;
      } else {
        file.put(field.value).put(new byte[4 - field.value.length]);
      }
    }
    return file.putInt(nextPage).array();
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }
}

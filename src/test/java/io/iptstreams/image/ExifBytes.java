package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a camera's notes directory by directory, good and bad ones. */
public final class ExifBytes {
  public static final int EXIF = 0x8769;
  public static final int GPS = 0x8825;

  private final ByteOrder order;
  private final Map<Integer, Object> entries = new LinkedHashMap<>();
  private byte[] thumbnail = {};

  private record Field(int type, int count, byte[] value) {}

  private ExifBytes(ByteOrder order) {
    this.order = order;
  }

  public static ExifBytes of(ByteOrder order) {
    return new ExifBytes(order);
  }

  /**
   * What a camera held sideways notes: maker and model, when, how long, where, its own note of 40
   * bytes, a size of 4000 × 3000 and a thumbnail.
   */
  public static ExifBytes ofACamera(ByteOrder order) {
    ExifBytes exif = of(order).rational(0x829a, 1, 250).text(0x9003, "2024:05:06 07:08:09");
    exif.shorts(0xa002, 4000).shorts(0xa003, 3000).shorts(0x9214, 7, 8).makerNote();
    ExifBytes gps = of(order).text(1, "N").rational(2, 52, 1, 30, 1, 0, 1);
    return of(order)
        .text(0x010f, "Maker & Sons")
        .text(0x0110, "Model 7")
        .shorts(0x0112, 6)
        .rational(0x011a, 300, 1)
        .rational(0x011b, 300, 1)
        .shorts(0x0128, 2)
        .text(0x0132, "2024:05:06 07:08:09")
        .child(EXIF, exif)
        .child(GPS, gps)
        .thumbnail("THUMBNAIL".getBytes(StandardCharsets.US_ASCII));
  }

  public ExifBytes text(int tag, String text) {
    return field(tag, 2, text.length() + 1, (text + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  public ExifBytes shorts(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(order);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return field(tag, 3, values.length, bytes.array());
  }

  /** Counters and denominators in turn. */
  public ExifBytes rational(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    for (int value : values) {
      bytes.putInt(value);
    }
    return field(tag, 5, values.length / 2, bytes.array());
  }

  public ExifBytes makerNote() {
    return field(
        0x927c,
        7,
        40,
        "the maker's own note of forty bytes long".getBytes(StandardCharsets.US_ASCII));
  }

  /** Any type and count, however little value there is. */
  public ExifBytes field(int tag, int type, int count, byte[] value) {
    entries.put(tag, new Field(type, count, value));
    return this;
  }

  public ExifBytes child(int tag, ExifBytes directory) {
    entries.put(tag, directory);
    return this;
  }

  public ExifBytes thumbnail(byte[] jpeg) {
    thumbnail = jpeg;
    return this;
  }

  public byte[] end() {
    ByteBuffer out = ByteBuffer.allocate(1 << 18).order(order);
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(out.get(0));
    out.putShort((short) 42).putInt(8);
    write(out);
    if (thumbnail.length > 0) {
      int next = 8 + 2 + 12 * entries.size();
      out.putInt(next, out.position());
      ExifBytes second = of(order).rational(0x011a, 72, 1);
      second.field(
          0x0202, 4, 1, ByteBuffer.allocate(4).order(order).putInt(thumbnail.length).array());
      int place = out.position() + 2 + 3 * 12 + 4 + 8;
      second.field(0x0201, 4, 1, ByteBuffer.allocate(4).order(order).putInt(place).array());
      second.write(out);
      out.put(thumbnail);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private int write(ByteBuffer out) {
    int at = out.position();
    out.putShort((short) entries.size()).position(at + 2 + 12 * entries.size() + 4);
    int place = at + 2;
    for (Map.Entry<Integer, Object> entry : entries.entrySet()) {
      out.putShort(place, (short) (int) entry.getKey());
      if (entry.getValue() instanceof Field field) {
        out.putShort(place + 2, (short) field.type).putInt(place + 4, field.count);
        if (field.value.length > 4) {
          out.putInt(place + 8, out.position()).put(field.value);
        } else {
          out.put(place + 8, field.value);
        }
      } else {
        out.putShort(place + 2, (short) 4).putInt(place + 4, 1).putInt(place + 8, out.position());
        ((ExifBytes) entry.getValue()).write(out);
      }
      place += 12;
    }
    return at;
  }
}

package io.iptstreams.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * Writes TIFF files of one page, grey or RGB, with or without alpha, of 8 or 16 bits a sample, in
 * strips packed by Deflate. There are no differences in them: the JDK's reader knows none of 16
 * bits.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffWriter {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int UNDEFINED = 7;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int RESOLUTION_ACROSS = 282;
  private static final int RESOLUTION_DOWN = 283;
  private static final int RESOLUTION_UNIT = 296;
  private static final int EXTRA_SAMPLES = 338;
  private static final int PROFILE = 34_675;

  private static final int DEFLATE = 8;
  private static final int GREY = 1;
  private static final int RGB = 2;
  private static final int ALPHA = 2;
  private static final int NO_UNIT = 1;

  /** Bytes of a strip before it is packed, unless a row has more. */
  private static final int STRIP = 1 << 16;

  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  private final Image image;
  private final FileDetails details;
  private final int sampleBytes;
  private final ByteOrder order;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** Entries of the directory by their tags; values of more than 4 bytes lie in the file. */
  private final TreeMap<Integer, byte[]> entries = new TreeMap<>();

  private TiffWriter(Image image, FileDetails details) {
    this.image = image;
    this.details = details;
    this.sampleBytes = details.bits() / 8;
    this.order = details.exif().isEmpty() ? ByteOrder.LITTLE_ENDIAN : details.exif().order();
  }

  /** The file of a picture, each sample rounded to the nearest level, halves to even. */
  static byte[] write(Image image, FileDetails details) {
    return new TiffWriter(image, details).write();
  }

  private byte[] write() {
    if (details.exif().isEmpty()) {
      file.writeBytes(new byte[HEADER]);
    } else {
      beginWithNotes(details.exif().bytes(image.width(), image.height()));
    }
    writeStrips();
    describe();
    evenOut();
    int directory = file.size();
    writeDirectory();
    byte[] whole = file.toByteArray();
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    ByteBuffer header = ByteBuffer.wrap(whole).order(order);
    header.put(mark).put(mark).putShort((short) 42).putInt(directory);
    return whole;
  }

  /**
   * A camera's notes are a TIFF file already, without a page. Here they become the beginning of one
   * with a page: what their first directory leads to stays where it is, their entries go over to
   * ours.
   */
  private void beginWithNotes(byte[] exif) {
    file.writeBytes(exif);
    ByteBuffer notes = ByteBuffer.wrap(exif).order(order);
    int count = notes.getShort(HEADER) & 0xffff;
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[ENTRY];
      int at = HEADER + 2 + i * ENTRY;
      notes.get(at, entry);
      entries.put(notes.getShort(at) & 0xffff, entry);
    }
  }

  private void writeStrips() {
    int rowBytes = image.channels() * image.width() * sampleBytes;
    int rows = Math.min(image.height(), Math.max(1, STRIP / rowBytes));
    int count = (image.height() + rows - 1) / rows;
    int[] offsets = new int[count];
    int[] byteCounts = new int[count];
    ByteBuffer strip = ByteBuffer.allocate(rows * rowBytes).order(order);
    byte[] packed = new byte[STRIP];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      for (int i = 0; i < count; i++) {
        offsets[i] = file.size();
        strip.clear();
        for (int y = i * rows; y < Math.min(image.height(), (i + 1) * rows); y++) {
          put(y, strip);
        }
        deflater.reset();
        deflater.setInput(strip.array(), 0, strip.position());
        deflater.finish();
        while (!deflater.finished()) {
          file.write(packed, 0, deflater.deflate(packed));
        }
        byteCounts[i] = file.size() - offsets[i];
      }
    } finally {
      deflater.end();
    }
    enter(ROWS_PER_STRIP, LONG, rows);
    enter(STRIP_OFFSETS, LONG, offsets);
    enter(STRIP_BYTE_COUNTS, LONG, byteCounts);
  }

  private void put(int y, ByteBuffer strip) {
    for (int x = 0; x < image.width(); x++) {
      for (int c = 0; c < image.channels(); c++) {
        float sample = image.at(c, y, x);
        if (sampleBytes == 1) {
          strip.put((byte) Levels.of8(sample));
        } else {
          strip.putShort((short) Levels.of16(sample));
        }
      }
    }
  }

  private void describe() {
    int[] bits = new int[image.channels()];
    Arrays.fill(bits, 8 * sampleBytes);
    enter(WIDTH, LONG, image.width());
    enter(HEIGHT, LONG, image.height());
    enter(BITS_PER_SAMPLE, SHORT, bits);
    enter(COMPRESSION, SHORT, DEFLATE);
    enter(PHOTOMETRIC, SHORT, image.channels() < 3 ? GREY : RGB);
    enter(SAMPLES_PER_PIXEL, SHORT, image.channels());
    byte[] profile = details.profile(image);
    if (profile.length > 0) {
      enter(PROFILE, UNDEFINED, profile.length, profile);
    }
    if (image.hasAlpha()) {
      enter(EXTRA_SAMPLES, SHORT, ALPHA);
    }
    if (!entries.containsKey(RESOLUTION_ACROSS) || !entries.containsKey(RESOLUTION_DOWN)) {
      // Required; of the picture's size on paper nothing is known, its pixels are square.
      enter(RESOLUTION_ACROSS, RATIONAL, 1, 1);
      enter(RESOLUTION_DOWN, RATIONAL, 1, 1);
      enter(RESOLUTION_UNIT, SHORT, NO_UNIT);
    }
  }

  private void enter(int tag, int type, int... numbers) {
    int count = type == RATIONAL ? numbers.length / 2 : numbers.length;
    ByteBuffer value = ByteBuffer.allocate(4 * numbers.length).order(order);
    for (int number : numbers) {
      if (type == SHORT) {
        value.putShort((short) number);
      } else {
        value.putInt(number);
      }
    }
    enter(tag, type, count, Arrays.copyOf(value.array(), value.position()));
  }

  private void enter(int tag, int type, int count, byte[] value) {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY).order(order);
    entry.putShort((short) tag).putShort((short) type).putInt(count);
    if (value.length > 4) {
      evenOut();
      entry.putInt(file.size());
      file.writeBytes(value);
    } else {
      entry.put(value);
    }
    entries.put(tag, entry.array());
  }

  /** Values and directories begin at even places. */
  private void evenOut() {
    if (file.size() % 2 != 0) {
      file.write(0);
    }
  }

  private void writeDirectory() {
    ByteBuffer directory = ByteBuffer.allocate(2 + ENTRY * entries.size() + 4).order(order);
    directory.putShort((short) entries.size());
    entries.values().forEach(directory::put);
    file.writeBytes(directory.array());
  }
}

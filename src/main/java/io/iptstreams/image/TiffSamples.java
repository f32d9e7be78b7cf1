package io.iptstreams.image;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the samples of a TIFF page mean: grey, RGB or numbers of a palette, with or without alpha,
 * as whole numbers of 8 or 16 bits.
 */
final class TiffSamples {
  private static final int BITS_PER_SAMPLE = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int COLOUR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int WHITE_IS_ZERO = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int MULTIPLIED_ALPHA = 1;
  private static final int ALPHA = 2;
  private static final int COLOURS_OF_PALETTE = 256;

  private final boolean palette;
  private final boolean multiplied;
  private final int perPixel;
  private final int bytes;
  private final boolean littleEndian;

  private final boolean whiteIsZero;

  /** First all reds, then all greens, then all blues, of 16 bits. */
  private final long[] colourMap;

  /**
   * @throws ImageException if the samples are of a kind that is not read
   */
  TiffSamples(TiffDirectory directory) {
    long photometric = directory.number(PHOTOMETRIC, -1);
    if (photometric < WHITE_IS_ZERO || photometric > PALETTE) {
      throw ImageCodec.foreignColours(ImageFormat.TIFF);
    }
    palette = photometric == PALETTE;
    littleEndian = directory.order() == ByteOrder.LITTLE_ENDIAN;
    int colours = photometric == RGB ? 3 : 1;
    long stored = directory.number(SAMPLES_PER_PIXEL, 1);
    long extra = stored == colours + 1 ? directory.number(EXTRA_SAMPLES, 0) : 0;
    multiplied = extra == MULTIPLIED_ALPHA;
    perPixel = colours + (multiplied || extra == ALPHA ? 1 : 0);
    if (stored != perPixel) {
      throw new ImageException(
          "the TIFF file has "
              + stored
              + " samples a pixel; grey and RGB, each with or without alpha, are read");
    }
    bytes = bytes(directory);
    if (palette && (perPixel > 1 || bytes > 1)) {
      throw new ImageException("the TIFF file has a palette, but not of 8 bits a pixel alone");
    }
    whiteIsZero = photometric == WHITE_IS_ZERO;
    colourMap = palette ? directory.numbers(COLOUR_MAP, 3 * COLOURS_OF_PALETTE) : new long[0];
  }

  private int bytes(TiffDirectory directory) {
    long[] bits =
        directory.has(BITS_PER_SAMPLE)
            ? directory.numbers(BITS_PER_SAMPLE, perPixel)
            : new long[] {1};
    boolean alike = Arrays.stream(bits).allMatch(each -> each == bits[0]);
    if (!alike || bits[0] != 8 && bits[0] != 16) {
      throw new ImageException(
          "the TIFF file has samples of "
              + Arrays.toString(bits)
              + " bits; 8 and 16, all alike, are read");
    }
    if (directory.number(SAMPLE_FORMAT, 1) != 1 || directory.number(FILL_ORDER, 1) != 1) {
      throw new ImageException(
          "the TIFF file has samples that are signed, no whole numbers or back to front; save it"
              + " with 8 or 16 bits");
    }
    return (int) bits[0] / 8;
  }

  /** Stored numbers of each pixel, 1 to 4. */
  int perPixel() {
    return perPixel;
  }

  /** Bytes of each stored number, 1 or 2. */
  int bytes() {
    return bytes;
  }

  /** Channels of the picture, 1 to 4. */
  int channels() {
    return palette ? 3 : perPixel;
  }

  /** Which of a pixel's stored numbers a channel is made of. */
  int storedAt(int channel) {
    return palette ? 0 : channel;
  }

  /** Whether colours are stored multiplied by alpha, the last channel. */
  boolean multiplied() {
    return multiplied;
  }

  /** The sample of a channel, 0 to 255, whose stored number begins there. */
  float sample(int channel, byte[] block, int at) {
    int number = number(block, at);
    if (palette) {
      return (colourMap[channel * COLOURS_OF_PALETTE + number] & 0xffff) / 257f;
    }
    float level = bytes == 1 ? number : number / 257f;
    return whiteIsZero && channel == 0 ? 255 - level : level;
  }

  /** Adds to a stored number another one, and keeps as many bits. */
  void add(byte[] block, int at, int other) {
    int sum = number(block, at) + number(block, other);
    if (bytes == 1) {
      block[at] = (byte) sum;
    } else {
      block[littleEndian ? at : at + 1] = (byte) sum;
      block[littleEndian ? at + 1 : at] = (byte) (sum >> 8);
    }
  }

  private int number(byte[] block, int at) {
    int first = block[at] & 0xff;
    if (bytes == 1) {
      return first;
    }
    int second = block[at + 1] & 0xff;
    return littleEndian ? second << 8 | first : first << 8 | second;
  }
}

package io.iptstreams.image;

/**
 * Reads the first page of a TIFF file: grey, RGB or a palette, with or without alpha, of 8 or 16
 * bits a sample, in strips or tiles, in one plane or several, as it is or packed by LZW, Deflate or
 * PackBits, with or without differences. Everything else is refused in a sentence.
 *
 * <p>The JDK has a reader too. It paints what it finds of a strip that ends too early and says
 * nothing, knows no differences of 16 bits, which many programs write, and misreads PackBits with
 * empty packets.
 */
final class TiffReader {
  private static final int COMPRESSION = 259;
  private static final int PREDICTOR = 317;

  private static final int NONE = 1;
  private static final int DIFFERENCES = 2;

  private final byte[] file;
  private final TiffSamples samples;
  private final TiffBlocks blocks;
  private final TiffCompression compression;
  private final boolean differences;

  /** Numbers of a pixel that lie side by side. */
  private final int together;

  private TiffReader(byte[] file, TiffDirectory directory, long maxPixels) {
    this.file = file;
    this.samples = new TiffSamples(directory);
    this.blocks = new TiffBlocks(directory, samples.perPixel(), maxPixels);
    this.compression = TiffCompression.of(directory.number(COMPRESSION, NONE));
    this.together = samples.perPixel() / blocks.planes();
    long predictor = compression.predicts() ? directory.number(PREDICTOR, NONE) : NONE;
    if (predictor != NONE && predictor != DIFFERENCES) {
      throw new ImageException(
          "the TIFF file uses predictor " + predictor + "; none and differences (1, 2) are read");
    }
    this.differences = predictor == DIFFERENCES;
  }

  /**
   * The page as {@link ImageCodec#decodeStored} gives it: upright, alpha not multiplied in. Beside
   * the picture, memory is taken for one strip or tile at a time.
   *
   * @throws ImageException if it is cut off, damaged, larger than {@code maxPixels} or of another
   *     kind
   */
  static Image read(byte[] file, long maxPixels) {
    TiffDirectory directory = new TiffDirectory(file);
    Image stored = new TiffReader(file, directory, maxPixels).page();
    return Orientation.upright(stored, Exif.orientation(file));
  }

  private Image page() {
    Image page = Image.blank(samples.channels(), blocks.pageHeight(), blocks.pageWidth());
    try (TiffUnpacker unpacker = new TiffUnpacker()) {
      for (int plane = 0; plane < blocks.planes(); plane++) {
        for (int row = 0; row < blocks.down(); row++) {
          for (int column = 0; column < blocks.across(); column++) {
            int index = blocks.index(plane, row, column);
            byte[] block = unpacked(unpacker, index, blocks.storedRows(row));
            place(block, plane, row * blocks.height(), column * blocks.width(), page);
          }
        }
      }
    }
    if (samples.multiplied()) {
      divideByAlpha(page);
    }
    return page;
  }

  private byte[] unpacked(TiffUnpacker unpacker, int index, int rows) {
    long size = (long) rows * blocks.width() * together * samples.bytes();
    if (size > Integer.MAX_VALUE) {
      throw new ImageException(
          "the TIFF file unpacks "
              + size
              + " bytes at once, which is too much; use smaller strips");
    }
    byte[] block = new byte[(int) size];
    int bytesPerRow = block.length / rows;
    int filled =
        unpacker.unpack(compression, file, blocks.offset(index), blocks.byteCount(index), block);
    if (filled < block.length) {
      throw TiffDirectory.damaged(
          "its " + blocks.name(index) + " has " + filled + " good bytes of " + block.length);
    }
    if (differences) {
      int step = together * samples.bytes();
      for (int row = 0; row < rows; row++) {
        int end = (row + 1) * bytesPerRow;
        for (int at = row * bytesPerRow + step; at < end; at += samples.bytes()) {
          samples.add(block, at, at - step);
        }
      }
    }
    return block;
  }

  /** A block of the only plane holds all channels, one of several planes its own. */
  private void place(byte[] block, int plane, int top, int left, Image page) {
    if (blocks.planes() > 1) {
      placeChannel(block, plane, 0, top, left, page);
      return;
    }
    for (int channel = 0; channel < samples.channels(); channel++) {
      placeChannel(block, channel, samples.storedAt(channel), top, left, page);
    }
  }

  private void placeChannel(
      byte[] block, int channel, int storedAt, int top, int left, Image page) {
    int rows = Math.min(blocks.height(), page.height() - top);
    int columns = Math.min(blocks.width(), page.width() - left);
    int step = together * samples.bytes();
    for (int y = 0; y < rows; y++) {
      int in = y * blocks.width() * step + storedAt * samples.bytes();
      int out = (channel * page.height() + top + y) * page.width() + left;
      for (int x = 0; x < columns; x++, in += step) {
        page.samples()[out + x] = samples.sample(channel, block, in);
      }
    }
  }

  private static void divideByAlpha(Image page) {
    float[] samples = page.samples();
    int area = page.height() * page.width();
    int alpha = samples.length - area;
    for (int i = 0; i < alpha; i++) {
      float share = samples[alpha + i % area];
      samples[i] = share == 0 ? 0 : Math.min(255, samples[i] * 255 / share);
    }
  }
}

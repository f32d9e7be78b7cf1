package io.iptstreams.image;

/**
 * Where the samples of a TIFF page lie in its file, every claim checked against the file, and
 * against the largest picture wanted, before memory is taken for it.
 *
 * <pre>
 *   strips: as wide as the page         tiles: of one size, over the edge too
 *
 *   ┌─────────────┐                     ┌─────┬─────┬─ ─ ┐
 *   │      0      │                     │  0  │  1  │ 2
 *   ├─────────────┤                     ├─────┼─────┼─ ─ ┤
 *   │      1      │                     │  3  │  4  │ 5
 *   ├─────────────┤ the last may        ├ ─ ─ ┼ ─ ─ ┼ ─ ─┤
 *   └─────────────┘ be shorter
 * </pre>
 *
 * <p>A block, which is a strip or a tile, holds all numbers of each of its pixels in turn; or those
 * of one channel, if the page is stored in planes: then all blocks of a plane come before the next
 * plane's.
 */
final class TiffBlocks {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int IMAGE_WIDTH = 256;
  private static final int IMAGE_LENGTH = 257;
  private static final int STRIP_OFFSETS = 273;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;

  private static final int PREVIEW = 1;
  private static final int IN_PLANES = 2;

  private final int pageWidth;
  private final int pageHeight;
  private final boolean tiled;
  private final int width;
  private final int height;
  private final int across;
  private final int down;
  private final int planes;
  private final long[] offsets;
  private final long[] byteCounts;

  /**
   * @param numbersPerPixel how many numbers are stored of each pixel
   * @param maxPixels largest height times width of the page, and of all its tiles
   * @throws ImageException if the page is larger, is a preview of another page, or does not lie in
   *     the file
   */
  TiffBlocks(TiffDirectory directory, int numbersPerPixel, long maxPixels) {
    if ((directory.number(NEW_SUBFILE_TYPE, 0) & PREVIEW) != 0) {
      throw new ImageException(
          "the first page of the TIFF file is a preview of another, as in a camera's raw file;"
              + " convert it first");
    }
    pageWidth = side(directory, IMAGE_WIDTH);
    pageHeight = side(directory, IMAGE_LENGTH);
    ImageCodec.checkSize(pageWidth, pageHeight, maxPixels);
    tiled = directory.has(TILE_WIDTH);
    if (tiled) {
      width = side(directory, TILE_WIDTH);
      height = side(directory, TILE_LENGTH);
    } else {
      width = pageWidth;
      height = (int) Math.min(pageHeight, directory.number(ROWS_PER_STRIP, pageHeight));
      if (height == 0) {
        throw TiffDirectory.damaged("its strips have no rows");
      }
    }
    across = ceil(pageWidth, width);
    down = ceil(pageHeight, height);
    if (tiled) {
      ImageCodec.checkSize((long) across * width, (long) down * height, maxPixels);
    }
    boolean inPlanes = directory.number(PLANAR_CONFIGURATION, 1) == IN_PLANES;
    planes = inPlanes ? numbersPerPixel : 1;
    int count = Math.multiplyExact(across * down, planes);
    offsets = directory.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS, count);
    byteCounts = directory.numbers(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS, count);
    checkWithin(directory);
  }

  private static int side(TiffDirectory directory, int tag) {
    long side = directory.number(tag, 0);
    if (side < 1 || side > Integer.MAX_VALUE) {
      throw TiffDirectory.damaged("its tag " + tag + " says " + side + " pixels");
    }
    return (int) side;
  }

  private static int ceil(int dividend, int divisor) {
    return (int) (((long) dividend + divisor - 1) / divisor);
  }

  private void checkWithin(TiffDirectory directory) {
    long sum = 0;
    for (int i = 0; i < offsets.length; i++) {
      directory.checkWithin("its " + name(i), offsets[i], byteCounts[i]);
      sum += byteCounts[i];
    }
    // Or a small file could have the same bytes unpacked over and over.
    if (sum > directory.fileLength()) {
      throw TiffDirectory.damaged(
          "its "
              + offsets.length
              + (tiled ? " tiles" : " strips")
              + " have "
              + sum
              + " bytes in all, the file "
              + directory.fileLength());
    }
  }

  int pageWidth() {
    return pageWidth;
  }

  int pageHeight() {
    return pageHeight;
  }

  /** 1, or as many as there are numbers of each pixel. */
  int planes() {
    return planes;
  }

  /** Blocks side by side. */
  int across() {
    return across;
  }

  /** Blocks one below the other. */
  int down() {
    return down;
  }

  /** Pixels in a row of a block. */
  int width() {
    return width;
  }

  /** Rows of a block, of the last strip too. */
  int height() {
    return height;
  }

  /** Rows that are stored of a block in that row of blocks. */
  int storedRows(int row) {
    return tiled ? height : Math.min(height, pageHeight - row * height);
  }

  /** Which block it is, counted over all planes. */
  int index(int plane, int row, int column) {
    return (plane * down + row) * across + column;
  }

  int offset(int index) {
    return (int) offsets[index];
  }

  int byteCount(int index) {
    return (int) byteCounts[index];
  }

  /** As {@code strip 3}. */
  String name(int index) {
    return (tiled ? "tile " : "strip ") + index;
  }
}

package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/**
 * Where the square tiles of a picture lie: row by row, neighbours sharing {@code overlap} pixels,
 * the last row and column pushed back flush with the far edge (so they share more). A value.
 *
 * <pre>
 *   tile 4, overlap 1, picture 9 wide        tile 4, picture 3 wide
 *
 *     0 1 2 3 4 5 6 7 8                        0 1 2 |1
 *     [     ]                                  [      ]   padded by reflection
 *           [     ]
 *               [     ]  pushed back
 * </pre>
 *
 * <p>A picture smaller than a tile is padded on the right and below by reflecting it at its last
 * pixel, back and forth as often as needed.
 */
public final class TileGrid implements TilePlan {
  private final int height;
  private final int width;
  private final int tile;
  private final Axis rows;
  private final Axis columns;

  /**
   * @param height of the picture in pixels
   * @param width of the picture in pixels
   * @param tile side of a tile in pixels
   * @param overlap pixels that neighbours share, 0 to {@code tile - 1}
   */
  public TileGrid(int height, int width, int tile, int overlap) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture is at least 1 × 1, got " + width + " × " + height);
    }
    if (tile < 1) {
      throw new IllegalArgumentException("a tile's side is at least 1 pixel, got " + tile);
    }
    if (overlap < 0 || overlap >= tile) {
      throw new IllegalArgumentException(
          "tiles of " + tile + " overlap by 0 to " + (tile - 1) + " pixels, got " + overlap);
    }
    this.height = height;
    this.width = width;
    this.tile = tile;
    this.rows = new Axis(height, tile, overlap);
    this.columns = new Axis(width, tile, overlap);
    Math.multiplyExact(rows.count(), columns.count());
  }

  @Override
  public int count() {
    return rows.count() * columns.count();
  }

  @Override
  public int tile() {
    return tile;
  }

  /** First row of a tile in the picture. */
  public int top(int index) {
    return rows.start(index / columns.count());
  }

  /** First column of a tile in the picture. */
  public int left(int index) {
    return columns.start(index % columns.count());
  }

  /**
   * Whether two tiles meet or overlap between a column and the one before it.
   *
   * @param column of the picture, from 1
   */
  public boolean meetAt(int column) {
    return columns.isShared(column);
  }

  int height() {
    return rows.length();
  }

  int width() {
    return columns.length();
  }

  Axis rows() {
    return rows;
  }

  Axis columns() {
    return columns;
  }

  @Override
  public Image cut(Image picture, int index) {
    return cut(picture, height, width, top(index), left(index), tile);
  }

  @Override
  public Stitcher mosaic(int scale, int channels) {
    return new Stitcher(this, scale, channels);
  }

  /** Copies a tile out of a picture that must be of the given size, padding where it ends. */
  static Image cut(Image picture, int height, int width, int top, int left, int tile) {
    if (picture.height() != height || picture.width() != width) {
      throw new IllegalArgumentException(
          "this grid is for pictures of " + width + " × " + height + ", got " + picture);
    }
    if (height >= tile && width >= tile) {
      return picture.crop(top, left, tile, tile);
    }
    return padded(picture, top, left, tile);
  }

  private static Image padded(Image picture, int top, int left, int tile) {
    int channels = picture.channels();
    int height = picture.height();
    int width = picture.width();
    Image padded = Image.blank(channels, tile, tile);
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < tile; y++) {
        int in = (c * height + reflected(top + y, height)) * width;
        int out = (c * tile + y) * tile;
        int copied = Math.min(tile, width - left);
        System.arraycopy(picture.samples(), in + left, padded.samples(), out, copied);
        for (int x = copied; x < tile; x++) {
          padded.samples()[out + x] = picture.samples()[in + reflected(left + x, width)];
        }
      }
    }
    return padded;
  }

  /** Folds a position beyond the edge back: 0 1 2 | 1 0 1 2 1 …; a single pixel repeats. */
  private static int reflected(int at, int length) {
    if (length == 1) {
      return 0;
    }
    int folded = at % (2 * (length - 1));
    return folded < length ? folded : 2 * (length - 1) - folded;
  }
}

package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/**
 * Where tiles lie in the published tilings: row by row at multiples of a stride, and once more
 * flush with the far edges where the grid does not end there. A value.
 */
public final class CentreGrid implements TilePlan {
  private final int tile;
  private final CentreAxis rows;
  private final CentreAxis columns;

  /**
   * @param height of the picture in pixels
   * @param width of the picture in pixels
   * @param tile side of a tile in pixels
   * @param stride from tile to tile
   * @param margin pixels along each side of a tile that count at the picture's border only; two
   *     margins and a stride are at most a tile, so that the centres leave no gap
   */
  CentreGrid(int height, int width, int tile, int stride, int margin) {
    if (stride < 1 || margin < 0 || 2 * margin + stride > tile) {
      throw new IllegalArgumentException(
          "tiles of "
              + tile
              + " with a stride of "
              + stride
              + " and margins of "
              + margin
              + " leave gaps");
    }
    this.tile = tile;
    this.rows = new CentreAxis(height, tile, stride, margin);
    this.columns = new CentreAxis(width, tile, stride, margin);
    Math.multiplyExact(rows.count(), columns.count());
  }

  /** Refuses tiles that do not divide into so many parts. */
  static void requireParts(String tiling, int tile, int parts, String model) {
    if (tile % parts != 0) {
      throw new IllegalArgumentException(
          "the "
              + tiling
              + " tiling needs tiles whose side divides by "
              + parts
              + ", those of "
              + model
              + " have "
              + tile
              + " pixels");
    }
  }

  @Override
  public int count() {
    return rows.count() * columns.count();
  }

  @Override
  public int tile() {
    return tile;
  }

  CentreAxis rows() {
    return rows;
  }

  CentreAxis columns() {
    return columns;
  }

  @Override
  public Image cut(Image picture, int index) {
    int top = rows.start(index / columns.count());
    int left = columns.start(index % columns.count());
    return TileGrid.cut(picture, rows.length(), columns.length(), top, left, tile);
  }

  @Override
  public CentreStitcher mosaic(int scale, int channels) {
    return new CentreStitcher(this, scale, channels);
  }
}

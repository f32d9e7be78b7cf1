package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/**
 * Puts restored tiles together as the official code does: the mean of the tiles' centres inside,
 * the border's own tiles along the border, hard seams before the tiles at the far edges.
 *
 * <p>A tile's share in a pixel is a share along the rows times one along the columns, with one
 * exception, which the official code has too: in the rows of the top frame the first tile keeps its
 * whole width.
 */
public final class CentreStitcher implements Mosaic {
  private final CentreGrid grid;
  private final int side;
  private final int frame;
  private final Image picture;
  private final float[][] rowShares;
  private final float[][] columnShares;
  private final float[][] cornerShares;
  private final int scale;
  private final TilesInOrder tiles;

  /**
   * @param scale factor by which the restored tiles are larger, at least 1
   */
  CentreStitcher(CentreGrid grid, int scale, int channels) {
    this.grid = grid;
    this.scale = scale;
    this.side = grid.tile() * scale;
    this.frame = grid.rows().frame(scale);
    this.picture =
        Image.blank(
            channels,
            Math.multiplyExact(grid.rows().length(), scale),
            Math.multiplyExact(grid.columns().length(), scale));
    this.tiles = new TilesInOrder(grid.count(), channels, side);
    this.rowShares = grid.rows().shares(scale);
    this.columnShares = grid.columns().shares(scale);
    this.cornerShares = grid.columns().cornerShares(scale);
  }

  @Override
  public void add(Image tile) {
    int index = tiles.take(tile);
    int row = index / grid.columns().count();
    int column = index % grid.columns().count();
    int top = grid.rows().start(row) * scale;
    for (int y = 0; y < side; y++) {
      float share = rowShares[row][y];
      if (share > 0) {
        float[] across = top + y < frame ? cornerShares[column] : columnShares[column];
        addRow(tile, column, y, top + y, share, across);
      }
    }
  }

  private void addRow(Image tile, int column, int y, int pictureY, float share, float[] across) {
    int left = grid.columns().start(column) * scale;
    float[] sum = picture.samples();
    for (int c = 0; c < picture.channels(); c++) {
      int out = (c * picture.height() + pictureY) * picture.width() + left;
      for (int x = 0; x < side; x++) {
        if (across[x] > 0) {
          sum[out + x] += share * across[x] * tile.at(c, y, x);
        }
      }
    }
  }

  @Override
  public Image picture() {
    tiles.requireAll();
    return picture;
  }
}

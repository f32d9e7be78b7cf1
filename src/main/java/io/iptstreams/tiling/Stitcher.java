package io.iptstreams.tiling;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.List;

/**
 * Puts restored tiles back together, feathering where they overlap.
 *
 * <p>Each tile's weight is a product of a weight along the rows and one along the columns (see
 * {@code Axis.weights}); the weights at a pixel sum to 1. The picture holds the weighted mean of
 * the tiles put so far: {@code mean += share * (tile - mean)}. That needs no second plane of
 * weights, and tiles that agree give their value to the last bit. Not for use by two threads at
 * once.
 */
public final class Stitcher implements Mosaic {
  private final TileGrid grid;
  private final int scale;
  private final Image picture;
  private final double[][] rowWeights;
  private final double[][] columnWeights;
  private final double[][] rowsBefore;
  private final double[][] columnsBefore;
  private final TilesInOrder tiles;

  /**
   * @param grid by which the tiles were cut
   * @param scale factor by which the restored tiles are larger, at least 1
   * @param channels of each restored tile
   */
  public Stitcher(TileGrid grid, int scale, int channels) {
    this.grid = grid;
    this.scale = scale;
    this.picture =
        Image.blank(
            channels,
            Math.multiplyExact(grid.height(), scale),
            Math.multiplyExact(grid.width(), scale));
    this.tiles = new TilesInOrder(grid.count(), channels, grid.tile() * scale);
    this.rowWeights = grid.rows().weights(scale);
    this.columnWeights = grid.columns().weights(scale);
    this.rowsBefore = before(grid.rows(), rowWeights);
    this.columnsBefore = before(grid.columns(), columnWeights);
  }

  /**
   * Stitches all tiles of a picture.
   *
   * @param tiles every tile of the grid, in its order, restored
   * @return the picture, {@code scale} times as large
   */
  public static Image stitch(TileGrid grid, int scale, List<Image> tiles) {
    Stitcher stitcher = new Stitcher(grid, scale, tiles.get(0).channels());
    tiles.forEach(stitcher::add);
    return stitcher.picture();
  }

  @Override
  public void add(Image tile) {
    int index = tiles.take(tile);
    int row = index / grid.columns().count();
    int column = index % grid.columns().count();
    float[] shares = new float[columnWeights[column].length];
    for (int y = 0; y < rowWeights[row].length; y++) {
      int mixed = shares(row, column, y, shares);
      for (int c = 0; c < picture.channels(); c++) {
        blend(tile, row, column, c, y, shares, mixed);
      }
    }
  }

  /**
   * The tile's share in each pixel of its row {@code y}, among the tiles put so far.
   *
   * @return how many pixels from the left another tile has been put on; the others are all its own
   */
  private int shares(int row, int column, int y, float[] shares) {
    double above = rowsBefore[row][y];
    double rowWeight = rowWeights[row][y];
    double[] left = columnsBefore[column];
    double[] own = columnWeights[column];
    int mixed = 0;
    while (mixed < shares.length && (above > 0 || left[mixed] > 0)) {
      double weight = rowWeight * own[mixed];
      shares[mixed] = (float) (weight / (above + rowWeight * left[mixed] + weight));
      mixed++;
    }
    return mixed;
  }

  private void blend(
      Image tile, int row, int column, int channel, int y, float[] shares, int mixed) {
    int top = grid.rows().start(row) * scale;
    int left = grid.columns().start(column) * scale;
    int out = (channel * picture.height() + top + y) * picture.width() + left;
    int in = (channel * tile.height() + y) * tile.width();
    float[] mean = picture.samples();
    float[] restored = tile.samples();
    for (int x = 0; x < mixed; x++) {
      mean[out + x] += shares[x] * (restored[in + x] - mean[out + x]);
    }
    System.arraycopy(restored, in + mixed, mean, out + mixed, shares.length - mixed);
  }

  @Override
  public Image picture() {
    tiles.requireAll();
    return picture;
  }

  /** The sum of the weights of all earlier tiles, at each pixel of each tile. */
  private double[][] before(Axis axis, double[][] weights) {
    double[] sums = new double[axis.length() * scale];
    double[][] before = new double[axis.count()][];
    for (int i = 0; i < axis.count(); i++) {
      int start = axis.start(i) * scale;
      before[i] = Arrays.copyOfRange(sums, start, start + weights[i].length);
      for (int x = 0; x < weights[i].length; x++) {
        sums[start + x] += weights[i][x];
      }
    }
    return before;
  }
}

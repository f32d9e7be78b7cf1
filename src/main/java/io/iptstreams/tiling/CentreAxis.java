package io.iptstreams.tiling;

/**
 * Where tiles start along one side of a picture in the published tilings, and how much each counts
 * in each pixel.
 *
 * <pre>
 *   tile 8, stride 2, margin 2, picture 13 long
 *
 *   0 1 2 3 4 5 6 7 8 9 . . .
 *   [ m · · · · m ]               the grid: multiples of the stride, here 0, 2 and 4;
 *       [ m · · · · m ]           it ends at 12 and leaves a remainder of 1
 *           [ m · · · · m ]
 *             [             ]     the last tile, flush with the far edge
 *   0 0|0 0 ½ …        |L L L     first tile alone, mean of centres, seam, last tile alone
 * </pre>
 *
 * The seam lies in the middle between the last tile's near edge and the grid's end. It may fall on
 * half a pixel, and is then moved half a pixel towards the far edge.
 */
final class CentreAxis {
  private final int length;
  private final int tile;
  private final int margin;
  private final int gridEnd;
  private final int[] starts;

  /**
   * @param length pixels along this side; one tile covers a side shorter than it
   */
  CentreAxis(int length, int tile, int stride, int margin) {
    this.length = length;
    this.tile = tile;
    this.margin = margin;
    int onGrid = length <= tile ? 1 : 1 + (length - tile) / stride;
    this.gridEnd = (onGrid - 1) * stride + tile;
    this.starts = new int[length > gridEnd ? onGrid + 1 : onGrid];
    for (int i = 0; i < onGrid; i++) {
      starts[i] = i * stride;
    }
    if (length > gridEnd) {
      starts[onGrid] = length - tile;
    }
  }

  int length() {
    return length;
  }

  int count() {
    return starts.length;
  }

  int start(int i) {
    return starts[i];
  }

  /** Pixels in front of the part where centres are averaged, enlarged. */
  int frame(int scale) {
    return margin * scale;
  }

  /** First pixel, enlarged, that belongs to the last tile alone. */
  int seam(int scale) {
    // Back from the grid's end by half of what the last tile shares with the grid, rounded down.
    return length <= tile ? 0 : gridEnd * scale - (gridEnd - length + tile) * scale / 2;
  }

  /**
   * The share of each tile in each pixel; over all tiles they sum to 1.
   *
   * @param scale factor by which the restored tiles are larger than those that were cut
   * @return [tile][pixel of the restored tile]
   */
  float[][] shares(int scale) {
    float[][] shares = new float[count()][tile * scale];
    int seam = seam(scale);
    int[] centres = new int[length * scale];
    for (int i = 0; i < count(); i++) {
      for (int x = 0; x < shares[i].length; x++) {
        int at = starts[i] * scale + x;
        if (at < centres.length && counts(i, x, at, scale, seam)) {
          shares[i][x] = 1;
          centres[at]++;
        }
      }
    }
    for (int i = 0; i < count(); i++) {
      for (int x = 0; x < shares[i].length; x++) {
        if (shares[i][x] > 0) {
          shares[i][x] /= centres[starts[i] * scale + x];
        }
      }
    }
    return shares;
  }

  /**
   * As {@link #shares}, with everything in front of the seam that the first tile covers given to it
   * alone.
   */
  float[][] cornerShares(int scale) {
    float[][] shares = shares(scale);
    int corner = Math.min(tile * scale, seam(scale));
    for (int i = 0; i < count(); i++) {
      for (int x = 0; x < shares[i].length && starts[i] * scale + x < corner; x++) {
        shares[i][x] = i == 0 ? 1 : 0;
      }
    }
    return shares;
  }

  private boolean counts(int i, int x, int at, int scale, int seam) {
    if (at >= seam) {
      return i == count() - 1;
    }
    if (at < margin * scale) {
      return i == 0;
    }
    // The last tile averages along with the others only where it is one of the grid.
    boolean onGrid = starts[i] + tile <= gridEnd;
    return onGrid && x >= margin * scale && x < (tile - margin) * scale;
  }
}

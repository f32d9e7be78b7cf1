package io.iptstreams.tiling;

/**
 * Where tiles start along one side of a picture: every {@code tile - overlap} pixels, the last one
 * pushed back flush with the far edge.
 */
final class Axis {
  private final int length;
  private final int tile;
  private final int[] starts;

  /**
   * @param length pixels along this side
   */
  Axis(int length, int tile, int overlap) {
    this.length = length;
    this.tile = tile;
    int stride = tile - overlap;
    int count = length <= tile ? 1 : 1 + (length - tile + stride - 1) / stride;
    this.starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.max(0, Math.min(i * stride, length - tile));
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

  /** Whether tiles meet or overlap between a pixel and the one before it. */
  boolean isShared(int at) {
    for (int i = 1; i < starts.length; i++) {
      if (at >= starts[i] && at <= starts[i - 1] + tile) {
        return true;
      }
    }
    return false;
  }

  /** Pixels of the picture itself, not of its padding, that tile {@code i} covers. */
  int covered(int i) {
    return Math.min(tile, length - starts[i]);
  }

  /**
   * How much each pixel of each tile counts: 1 in the flat centre and at the picture's own border,
   * falling linearly to 0 across the part shared with a neighbour, divided by the sum over all
   * tiles at that place.
   *
   * <pre>
   *   1 ─────╲  ╱─────╲  ╱─────
   *           ╲╱       ╲╱
   *   0       ╱╲       ╱╲
   * </pre>
   *
   * @param scale factor by which the restored tiles are larger than those that were cut
   * @return [tile][pixel of the restored tile]
   */
  double[][] weights(int scale) {
    double[][] weights = new double[count()][];
    double[] sums = new double[length * scale];
    for (int i = 0; i < count(); i++) {
      weights[i] = new double[covered(i) * scale];
      for (int x = 0; x < weights[i].length; x++) {
        weights[i][x] = Math.min(rise(i, x, scale), fall(i, x, scale));
        sums[starts[i] * scale + x] += weights[i][x];
      }
    }
    for (int i = 0; i < count(); i++) {
      for (int x = 0; x < weights[i].length; x++) {
        weights[i][x] /= sums[starts[i] * scale + x];
      }
    }
    return weights;
  }

  private double rise(int i, int x, int scale) {
    if (i == 0) {
      return 1;
    }
    int shared = (starts[i - 1] + tile - starts[i]) * scale;
    return Math.min(1, (x + 0.5) / shared);
  }

  private double fall(int i, int x, int scale) {
    if (i == count() - 1) {
      return 1;
    }
    int shared = (starts[i] + tile - starts[i + 1]) * scale;
    return Math.min(1, (tile * scale - x - 0.5) / shared);
  }
}

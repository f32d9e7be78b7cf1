package io.iptstreams.model;

/**
 * What one tile costs an IPT network, in multiply-adds; one multiply-add is two floating-point
 * operations.
 */
public final class IptCost {
  private final Architecture a;

  public IptCost(Architecture architecture) {
    this.a = architecture;
  }

  /**
   * Convolutions, linear layers and both products of every attention; nothing else counts.
   *
   * @param tile side of the tile in pixels, a multiple of window · stem
   * @param scale by which the task enlarges
   */
  public long multiplyAdds(int tile, int scale) {
    long side = tile / a.stemOf(scale);
    long positions = side * side;
    long windows = positions / ((long) a.window() * a.window());
    return head(positions, a.stemOf(scale))
        + windows * window()
        + shared(positions)
        + tail(positions, scale);
  }

  private long head(long positions, int stem) {
    long first = conv(positions, 3L * stem * stem, a.features(), 3);
    return first + a.headBlocks() * 2 * conv(positions, a.features(), a.features(), a.headKernel());
  }

  private long shared(long positions) {
    return (a.blocksBefore() + a.blocksAfter())
        * 2
        * conv(positions, a.features(), a.features(), 3);
  }

  private long window() {
    long l = a.tokens();
    long d = a.width();
    long attention = 4 * l * d * d + 2 * l * l * d;
    long feedForward = 2 * l * d * a.feedForward();
    long embedding = l * d * a.tokenSize() * (a.projection() ? 2 : 1);
    return embedding
        + a.encoderLayers() * (attention + feedForward)
        + a.decoderLayers() * (2 * attention + feedForward)
        + feedForward;
  }

  private long tail(long positions, int scale) {
    long n = a.features();
    if (a.stem() > 1) {
      long factor = (long) scale * a.stemOf(scale);
      return conv(positions, n, 3 * factor * factor, 3);
    }
    long up = 0;
    long at = positions;
    for (int left = scale; left > 1; left = scale == 3 ? 1 : left / 2) {
      int factor = scale == 3 ? 3 : 2;
      up += conv(at, n, n * factor * factor, 3);
      at *= (long) factor * factor;
    }
    return up + conv(at, n, 3, 3);
  }

  private static long conv(long positions, long in, long out, int kernel) {
    return positions * in * out * kernel * kernel;
  }
}

package io.iptstreams.tiling;

/** By which rule a picture is cut into tiles, and restored tiles are put together. */
public sealed interface Tiling permits Tiling.Feathered, Tiling.Official, Tiling.MindSpore {

  /** Its name in options and reports. */
  String name();

  /**
   * Refuses tiles that cannot be cut so.
   *
   * @param tile side of a tile in pixels
   * @param model whose tiles they are
   * @throws IllegalArgumentException if they cannot
   */
  void requireFit(int tile, String model);

  /**
   * The tiles of a picture.
   *
   * @param tile side of a tile, one that fits
   */
  TilePlan plan(int height, int width, int tile);

  /**
   * Neighbours share some pixels and fade into each other there: our default, see {@link TileGrid}.
   *
   * @param overlap pixels that neighbours share
   */
  record Feathered(int overlap) implements Tiling {
    public Feathered {
      if (overlap < 0) {
        throw new IllegalArgumentException("overlap must not be negative, got " + overlap);
      }
    }

    @Override
    public String name() {
      return "feathered";
    }

    @Override
    public void requireFit(int tile, String model) {
      if (overlap >= tile) {
        throw new IllegalArgumentException(
            "overlap must be less than the "
                + tile
                + " pixels of a tile of "
                + model
                + ", got "
                + overlap);
      }
    }

    @Override
    public TilePlan plan(int height, int width, int tile) {
      return new TileGrid(height, width, tile, overlap);
    }
  }

  /**
   * That of the official PyTorch code: a tile every quarter of its side, the mean of the
   * overlapping centres. The published numbers were measured so; it restores every pixel about 15
   * times.
   */
  record Official() implements Tiling {
    @Override
    public String name() {
      return "official";
    }

    @Override
    public void requireFit(int tile, String model) {
      CentreGrid.requireParts(name(), tile, 4, model);
    }

    @Override
    public TilePlan plan(int height, int width, int tile) {
      return new CentreGrid(height, width, tile, tile / 4, tile / 4);
    }
  }

  /**
   * That of the official MindSpore code: a tile every three quarters of its side, centres side by
   * side. Nine times cheaper than {@link Official}, with published numbers as good.
   */
  record MindSpore() implements Tiling {
    @Override
    public String name() {
      return "mindspore";
    }

    @Override
    public void requireFit(int tile, String model) {
      CentreGrid.requireParts(name(), tile, 8, model);
    }

    @Override
    public TilePlan plan(int height, int width, int tile) {
      return new CentreGrid(height, width, tile, tile / 4 * 3, tile / 8);
    }
  }
}

package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/**
 * Where the square tiles of one picture lie. A value.
 *
 * <p>A picture smaller than a tile is padded on the right and below by reflecting it at its last
 * pixel, back and forth as often as needed.
 */
public sealed interface TilePlan permits TileGrid, CentreGrid {

  /** Number of tiles. */
  int count();

  /** Side of a tile in pixels. */
  int tile();

  /**
   * Copies one tile out of the picture.
   *
   * @param index 0 to {@code count() - 1}
   * @return C × tile × tile samples
   * @throws IllegalArgumentException if the picture has another size than the plan was made for
   */
  Image cut(Image picture, int index);

  /**
   * An empty picture to put the restored tiles into.
   *
   * @param scale factor by which the restored tiles are larger, at least 1
   * @param channels of each restored tile
   */
  Mosaic mosaic(int scale, int channels);
}

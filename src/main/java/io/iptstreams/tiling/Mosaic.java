package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/** A picture that grows from restored tiles. Not for use by two threads at once. */
public sealed interface Mosaic permits Stitcher, CentreStitcher {

  /**
   * Puts the next tile in, in the order of the plan.
   *
   * @throws IllegalArgumentException if it has another shape than C × (tile · scale) × (tile ·
   *     scale)
   * @throws IllegalStateException if all tiles are there
   */
  void add(Image tile);

  /**
   * The whole picture.
   *
   * @throws IllegalStateException if tiles are missing
   */
  Image picture();
}

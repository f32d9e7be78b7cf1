package io.iptstreams.tiling;

import io.iptstreams.image.Image;

/**
 * Counts the restored tiles of one picture as they come, and refuses one too many or of another
 * shape. For one thread.
 */
final class TilesInOrder {
  private final int count;
  private final int channels;
  private final int side;
  private int next;

  /**
   * @param count tiles of the picture
   * @param channels of each
   * @param side of each, restored, in pixels
   */
  TilesInOrder(int count, int channels, int side) {
    this.count = count;
    this.channels = channels;
    this.side = side;
  }

  /**
   * Takes the next tile.
   *
   * @return its index
   * @throws IllegalStateException if all are there already
   * @throws IllegalArgumentException if it has another shape
   */
  int take(Image tile) {
    if (next == count) {
      throw new IllegalStateException("all " + next + " tiles of this picture are stitched");
    }
    if (tile.channels() != channels || tile.height() != side || tile.width() != side) {
      throw new IllegalArgumentException(
          "restored tile %d of %d is %s, expected %d × %d × %d"
              .formatted(next, count, tile, channels, side, side));
    }
    return next++;
  }

  /** Says if some are still to come. */
  void requireAll() {
    if (next < count) {
      throw new IllegalStateException(
          "only " + next + " of " + count + " tiles of this picture are stitched");
    }
  }
}

package io.iptstreams.restore;

import java.time.Duration;

/**
 * What one picture may cost.
 *
 * @param maxPixels height times width of the largest picture, as it comes in and as it goes out; a
 *     small file can claim a huge picture
 * @param overlap pixels that neighbouring tiles share; more hides tile borders better and costs
 *     more tiles
 * @param deadline longest time the model may take for all tiles of a picture, so that a stuck
 *     device does not hold the caller for ever
 */
public record Limits(long maxPixels, int overlap, Duration deadline) {
  /** Four channels of this many floats are the largest array. */
  private static final long MOST_PIXELS = 500_000_000;

  /**
   * A restored pixel of four channels: as floats while it is stitched, clamped and once more while
   * it is encoded.
   */
  private static final long BYTES_PER_PIXEL = 64;

  public Limits {
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels must be 1 to " + MOST_PIXELS + ", got " + maxPixels);
    }
    if (overlap < 0) {
      throw new IllegalArgumentException("overlap must not be negative, got " + overlap);
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be longer than 0 s, got " + deadline);
    }
  }

  /**
   * 12 pixels of overlap, one minute, and as many pixels as fit the heap when that many callers
   * each restore a picture of that size, at most 64 million: a picture that exhausts the heap would
   * stop everybody's.
   */
  public static Limits forCallers(int callers) {
    long fitting = Runtime.getRuntime().maxMemory() / callers / BYTES_PER_PIXEL;
    return new Limits(Math.max(1, Math.min(64_000_000, fitting)), 12, Duration.ofMinutes(1));
  }

  /** The limits of a single caller. */
  public static Limits defaults() {
    return forCallers(1);
  }
}

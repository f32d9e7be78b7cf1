package io.iptstreams.restore;

import io.iptstreams.tiling.Tiling;
import java.time.Duration;

/**
 * What one picture may cost.
 *
 * @param maxPixels height times width of the largest picture, as it comes in and as it goes out; a
 *     small file can claim a huge picture
 * @param tiling by which rule it is cut into tiles; the published rules cost many more
 * @param selfEnsemble whether it is restored in all eight orientations and averaged, for eight
 *     times the cost
 * @param deadline longest time the model may take for all tiles of a picture, so that a stuck
 *     device does not hold the caller for ever; with a self-ensemble, for each orientation
 */
public record Limits(long maxPixels, Tiling tiling, boolean selfEnsemble, Duration deadline) {
  /** Pixels that neighbouring tiles share, unless told otherwise. */
  public static final int DEFAULT_OVERLAP = 12;

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
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be longer than 0 s, got " + deadline);
    }
  }

  /**
   * Feathered tiles, one orientation.
   *
   * @param overlap pixels that neighbouring tiles share; more hides tile borders better and costs
   *     more tiles
   */
  public Limits(long maxPixels, int overlap, Duration deadline) {
    this(maxPixels, new Tiling.Feathered(overlap), false, deadline);
  }

  /**
   * 12 pixels of overlap, one minute, and as many pixels as fit the heap when that many callers
   * each restore a picture of that size, at most 64 million: a picture that exhausts the heap would
   * stop everybody's.
   */
  public static Limits forCallers(int callers) {
    long fitting = Runtime.getRuntime().maxMemory() / callers / BYTES_PER_PIXEL;
    return new Limits(
        Math.max(1, Math.min(64_000_000, fitting)), DEFAULT_OVERLAP, Duration.ofMinutes(1));
  }

  /**
   * Whether pictures are restored by a published rule, where tiles are averaged as the model gives
   * them and the picture alone is clamped.
   */
  boolean published() {
    return selfEnsemble || !(tiling instanceof Tiling.Feathered);
  }

  /** The limits of a single caller. */
  public static Limits defaults() {
    return forCallers(1);
  }
}

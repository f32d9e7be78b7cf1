package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How much what stands still in a video changes from one frame to the next, before and after
 * restoration: the mean absolute difference, in levels of 0..255, of green where nothing moves.
 *
 * <p>Blocks of 8 × 8 pixels stand still if their difference to the frame before looks like noise:
 * its mean is near 0 and its spread that of the quietest fifth of all blocks. That is told from a
 * guide, the clean frames where there are any, else the degraded ones: never from the restored, so
 * that a restoration that smears movement gains nothing. In much noise slight movement of a
 * degraded guide counts as none. Larger frames are reduced to the degraded one's size by block
 * means.
 *
 * <p>Holds the frame before; for one thread and one video.
 */
public final class Flicker {
  private static final int BLOCK = 8;

  /** Every fourth row of blocks is enough. */
  private static final int ROW_STEP = 4;

  private static final double QUIET_SHARE = 0.2;

  /** A still block spreads at most so many times as much as a quiet one, and half a level more. */
  private static final double MOST_SPREAD = 1.5;

  /**
   * The mean of a still block lies within so many of its standard errors of 0, and a level more.
   */
  private static final double MOST_ERRORS = 3;

  private float[] guideBefore;
  private float[] degradedBefore;
  private float[] restoredBefore;
  private double degradedSum;
  private double restoredSum;
  private long stillBlocks;
  private long blocks;

  /**
   * Takes the next frame of a video without clean frames.
   *
   * @param degraded C × H × W, of the same size as the one before
   * @param restored C × sH × sW
   */
  public void add(Image degraded, Image restored) {
    add(degraded, degraded, restored);
  }

  /**
   * Takes the next frame of a video.
   *
   * @param guide tells what stands still: C × sH × sW or C × H × W
   * @param degraded C × H × W, of the same size as the one before
   * @param restored C × sH × sW
   */
  public void add(Image guide, Image degraded, Image restored) {
    float[] guideGreen = green(guide, guide.width() / degraded.width());
    float[] degradedGreen = green(degraded, 1);
    float[] restoredGreen = green(restored, restored.width() / degraded.width());
    if (guideBefore != null) {
      boolean[] still = still(guideGreen, degraded.height(), degraded.width());
      compare(still, degradedGreen, restoredGreen, degraded.width());
    }
    guideBefore = guideGreen;
    degradedBefore = degradedGreen;
    restoredBefore = restoredGreen;
  }

  /** Of the frames before restoration, in levels; none if nothing stood still. */
  public OptionalDouble degraded() {
    return mean(degradedSum);
  }

  /** Of the restored frames, in levels; none if nothing stood still. */
  public OptionalDouble restored() {
    return mean(restoredSum);
  }

  /** Which part of the picture stood still, 0 to 1. */
  public double stillShare() {
    return blocks == 0 ? 0 : (double) stillBlocks / blocks;
  }

  private OptionalDouble mean(double sum) {
    return stillBlocks == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum / (stillBlocks * BLOCK * BLOCK));
  }

  /** Which blocks of those looked at stand still, row by row. */
  private boolean[] still(float[] guide, int height, int width) {
    int rows = (height / BLOCK + ROW_STEP - 1) / ROW_STEP;
    int columns = width / BLOCK;
    boolean[] still = new boolean[rows * columns];
    if (still.length == 0) {
      return still;
    }
    double[] means = new double[still.length];
    double[] spreads = new double[still.length];
    for (int i = 0; i < means.length; i++) {
      int corner = i / columns * ROW_STEP * BLOCK * width + i % columns * BLOCK;
      double sum = 0;
      double squares = 0;
      for (int y = 0; y < BLOCK; y++) {
        for (int x = 0; x < BLOCK; x++) {
          int at = corner + y * width + x;
          double difference = guide[at] - guideBefore[at];
          sum += difference;
          squares += difference * difference;
        }
      }
      means[i] = sum / (BLOCK * BLOCK);
      spreads[i] = Math.sqrt(Math.max(0, squares / (BLOCK * BLOCK) - means[i] * means[i]));
    }
    double[] sorted = spreads.clone();
    Arrays.sort(sorted);
    double noise = sorted[(int) (QUIET_SHARE * sorted.length)];
    for (int i = 0; i < means.length; i++) {
      still[i] =
          Math.abs(means[i]) <= 1 + MOST_ERRORS * noise / BLOCK
              && spreads[i] <= 0.5 + MOST_SPREAD * noise;
    }
    return still;
  }

  private void compare(boolean[] still, float[] degraded, float[] restored, int width) {
    int columns = width / BLOCK;
    for (int i = 0; i < still.length; i++) {
      if (still[i]) {
        stillBlocks++;
        int corner = i / columns * ROW_STEP * BLOCK * width + i % columns * BLOCK;
        degradedSum += change(degraded, degradedBefore, corner, width);
        restoredSum += change(restored, restoredBefore, corner, width);
      }
    }
    blocks += still.length;
  }

  private static double change(float[] now, float[] before, int corner, int width) {
    double sum = 0;
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        int at = corner + y * width + x;
        sum += Math.abs(now[at] - before[at]);
      }
    }
    return sum;
  }

  /** H × W of green or grey, each the mean of scale × scale samples. */
  private static float[] green(Image picture, int scale) {
    int width = picture.width() / scale;
    int height = picture.height() / scale;
    int from = picture.channels() < 3 ? 0 : picture.height() * picture.width();
    if (scale == 1) {
      return Arrays.copyOfRange(picture.samples(), from, from + height * width);
    }
    float[] means = new float[height * width];
    for (int i = 0; i < means.length; i++) {
      int corner = from + i / width * scale * picture.width() + i % width * scale;
      float sum = 0;
      for (int y = 0; y < scale; y++) {
        for (int x = 0; x < scale; x++) {
          sum += picture.samples()[corner + y * picture.width() + x];
        }
      }
      means[i] = sum / (scale * scale);
    }
    return means;
  }
}

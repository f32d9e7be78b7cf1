package io.iptstreams.restore;

import io.iptstreams.image.Image;
import java.util.Arrays;

/**
 * Keeps what stands still in a video from flickering. A model restores each frame by itself, so
 * that what is left of the noise differs from one to the next; here each pixel becomes the mean of
 * itself and the same place in the two frames before, as far as nothing moved there.
 *
 * <pre>
 *   change    = mean |difference| of green over 5 × 5 pixels, between a frame and one before it
 *   tolerance = twice the change of the stillest fifth of the picture, 0.5 to 4 levels
 *   weight    = 1 / (1 + (change / tolerance)⁴)
 * </pre>
 *
 * <p>What moves changes more than what flickers and keeps its own pixels. Nothing is looked ahead
 * to: a frame comes out when it goes in. Holds the two frames before; for one thread and one video.
 */
public final class Steadier {
  /** Frames before the one in hand that it is made of; as many must be given before one counts. */
  public static final int MEMORY = 2;

  private static final int RADIUS = 2;
  private static final float TOLERANCE = 2;
  private static final float LEAST_TOLERANCE = 0.5f;

  /** Where everything moves even the stillest fifth is no measure of flicker. */
  private static final float MOST_TOLERANCE = 4;

  /** Every eighth pixel each way is enough to tell how still a picture is. */
  private static final int SAMPLE_STEP = 8;

  private static final double STILL_SHARE = 0.2;

  /** The latest first. */
  private final Image[] before = new Image[MEMORY];

  /**
   * The next frame, steadied.
   *
   * @param restored C × H × W; one of another shape than the last begins a new video
   * @return a picture of the same shape
   */
  public Image next(Image restored) {
    if (before[0] != null && !isAlike(before[0], restored)) {
      Arrays.fill(before, null);
    }
    Image steady = blended(restored);
    System.arraycopy(before, 0, before, 1, MEMORY - 1);
    before[0] = restored;
    return steady;
  }

  private static boolean isAlike(Image one, Image other) {
    return one.channels() == other.channels()
        && one.height() == other.height()
        && one.width() == other.width();
  }

  private Image blended(Image restored) {
    int plane = Math.toIntExact(restored.pixels());
    float[] sum = restored.samples().clone();
    float[] weights = new float[plane];
    Arrays.fill(weights, 1);
    for (Image earlier : before) {
      if (earlier != null) {
        add(earlier, weightsOf(change(restored, earlier), restored.width()), sum, weights);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weights[i % plane];
    }
    return new Image(restored.channels(), restored.height(), restored.width(), sum);
  }

  private static void add(Image earlier, float[] weight, float[] sum, float[] weights) {
    int plane = weight.length;
    float[] samples = earlier.samples();
    for (int c = 0; c < earlier.channels(); c++) {
      for (int i = 0; i < plane; i++) {
        sum[c * plane + i] += weight[i] * samples[c * plane + i];
      }
    }
    for (int i = 0; i < plane; i++) {
      weights[i] += weight[i];
    }
  }

  /** In place of the changes, H × W. */
  private static float[] weightsOf(float[] change, int width) {
    float twice = TOLERANCE * stillest(change, width);
    float tolerance = Math.max(LEAST_TOLERANCE, Math.min(MOST_TOLERANCE, twice));
    for (int i = 0; i < change.length; i++) {
      float ratio = change[i] / tolerance;
      float squared = ratio * ratio;
      change[i] = 1 / (1 + squared * squared);
    }
    return change;
  }

  private static float stillest(float[] change, int width) {
    int height = change.length / width;
    int columns = (width + SAMPLE_STEP - 1) / SAMPLE_STEP;
    float[] some = new float[columns * ((height + SAMPLE_STEP - 1) / SAMPLE_STEP)];
    int next = 0;
    for (int y = 0; y < height; y += SAMPLE_STEP) {
      for (int x = 0; x < width; x += SAMPLE_STEP) {
        some[next++] = change[y * width + x];
      }
    }
    Arrays.sort(some);
    return some[(int) (STILL_SHARE * some.length)];
  }

  /** Mean absolute difference around each pixel, H × W; of the part of its square inside. */
  private static float[] change(Image one, Image other) {
    int height = one.height();
    int width = one.width();
    // Most of what the eye sees of RGB; grey has but one.
    int from = one.channels() < 3 ? 0 : height * width;
    float[] difference = new float[height * width];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = Math.abs(one.samples()[from + i] - other.samples()[from + i]);
    }
    float[] along = new float[difference.length];
    for (int y = 0; y < height; y++) {
      boxMean(difference, along, y * width, 1, width);
    }
    for (int x = 0; x < width; x++) {
      boxMean(along, difference, x, width, height);
    }
    return difference;
  }

  /** Means over 2 · RADIUS + 1 values of a row or column, fewer at its ends. */
  private static void boxMean(float[] values, float[] means, int start, int step, int count) {
    // In double, which adds up and takes away without leaving a rest that the next line would see.
    double sum = 0;
    for (int i = 0; i < Math.min(RADIUS, count); i++) {
      sum += values[start + i * step];
    }
    for (int i = 0; i < count; i++) {
      int entering = i + RADIUS;
      int leaving = i - RADIUS - 1;
      if (entering < count) {
        sum += values[start + entering * step];
      }
      if (leaving >= 0) {
        sum -= values[start + leaving * step];
      }
      int inside = Math.min(entering, count - 1) - Math.max(leaving + 1, 0) + 1;
      means[start + i * step] = (float) (sum / inside);
    }
  }
}

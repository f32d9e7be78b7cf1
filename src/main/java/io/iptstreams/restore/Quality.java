package io.iptstreams.restore;

import io.iptstreams.image.Image;
import java.util.function.IntPredicate;

/**
 * What can be told of a restoration without the clean picture. Estimates of one picture are rough;
 * their course over a stream is what they are for.
 *
 * @param noiseBefore standard deviation of the degraded picture's noise, in levels, by Immerkær's
 *     method (Computer Vision and Image Understanding 64, 1996), which takes some fine texture for
 *     noise
 * @param noiseAfter the same of the restored picture
 * @param psnrToInput of the restored picture against the degraded one, reduced to its size, in dB;
 *     infinite for equal pictures
 * @param seams how much more neighbouring columns differ where tiles meet than elsewhere: 1 if
 *     tiles leave no trace, more if they do; not a number for a picture of one tile
 */
public record Quality(double noiseBefore, double noiseAfter, double psnrToInput, double seams) {

  /**
   * Of one restoration; every eighth row is looked at, noise and seams in green or grey.
   *
   * @param degraded C × H × W
   * @param restored C × sH × sW
   * @param meeting whether tiles meet or overlap at a column of the restored picture
   */
  static Quality of(Image degraded, Image restored, IntPredicate meeting) {
    return new Quality(
        noise(degraded),
        noise(restored),
        new Deviation(degraded, restored).psnr(),
        seams(restored, meeting));
  }

  private static int green(Image picture) {
    return picture.channels() < 3 ? 0 : picture.height() * picture.width();
  }

  private static double noise(Image picture) {
    int width = picture.width();
    float[] samples = picture.samples();
    double sum = 0;
    long count = 0;
    for (int y = 1; y < picture.height() - 1; y += Deviation.ROW_STEP) {
      int row = green(picture) + y * width;
      for (int x = 1; x < width - 1; x++) {
        int at = row + x;
        sum +=
            Math.abs(bend(samples, at - width) - 2 * bend(samples, at) + bend(samples, at + width));
        count++;
      }
    }
    return count == 0 ? Double.NaN : Math.sqrt(Math.PI / 2) / 6 * sum / count;
  }

  private static float bend(float[] samples, int at) {
    return samples[at - 1] - 2 * samples[at] + samples[at + 1];
  }

  private static double seams(Image picture, IntPredicate meeting) {
    int width = picture.width();
    float[] samples = picture.samples();
    double[] sums = new double[2];
    long[] counts = new long[2];
    boolean[] meets = new boolean[width];
    for (int x = 1; x < width; x++) {
      meets[x] = meeting.test(x);
    }
    for (int y = 0; y < picture.height(); y += Deviation.ROW_STEP) {
      int row = green(picture) + y * width;
      for (int x = 1; x < width; x++) {
        int kind = meets[x] ? 1 : 0;
        sums[kind] += Math.abs(samples[row + x] - samples[row + x - 1]);
        counts[kind]++;
      }
    }
    return sums[1] / counts[1] / (sums[0] / counts[0]);
  }
}

package io.iptstreams.media;

import io.iptstreams.image.Image;
import java.util.Locale;

/**
 * Removes Gaussian noise with FFmpeg's filter {@code bm3d}, on opponent colours: what one does
 * without a network.
 *
 * <p>Of the filter only its first half is used: overlapping blocks of 8 × 8, the weak frequencies
 * of each set to 0. Its grouping of similar blocks, which gave the method its name, damages even
 * clean pictures in FFmpeg 8.1. How the settings were found is told in {@code
 * src/docs/RATIONALE.md}.
 */
public final class Bm3d {
  private static final int BLOCK = 8;

  private Bm3d() {}

  /**
   * The picture without its noise, neither rounded nor clamped.
   *
   * @param noisy 3 × H × W, at least 8 × 8 pixels
   * @param sigma standard deviation of the noise on the 0..255 scale
   * @throws IllegalArgumentException if the picture is smaller; the filter would read beside it
   */
  public static Image denoised(Image noisy, double sigma) {
    if (noisy.channels() != 3 || noisy.height() < BLOCK || noisy.width() < BLOCK) {
      throw new IllegalArgumentException(
          "bm3d takes RGB pictures of at least " + BLOCK + " × " + BLOCK + ", got " + noisy);
    }
    // The filter's own unit; at 32 levels per sample it happens to be the sigma of the noise.
    String description =
        String.format(Locale.ROOT, "bm3d=sigma=%.3f:block=%d:bstep=2:group=1", sigma, BLOCK);
    return OpponentColours.toRgb(FilterGraph.filtered(OpponentColours.ofRgb(noisy), description));
  }
}

package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import java.util.random.RandomGenerator;

/**
 * Reduces height and width by a whole factor, bicubic and antialiased as MATLAB's {@code imresize}.
 * Needs no random numbers.
 */
public record BicubicReduction(int scale) implements Degradation {

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    if (clean.height() % scale != 0 || clean.width() % scale != 0) {
      throw new IllegalArgumentException(
          "a picture to reduce by " + scale + " has sides that divide by it, got " + clean);
    }
    return Resampler.bicubic(clean, clean.height() / scale, clean.width() / scale);
  }
}

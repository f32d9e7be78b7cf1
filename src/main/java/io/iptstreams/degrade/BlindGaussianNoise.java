package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.random.RandomGenerator;

/**
 * Independent normal noise of a strength that nobody is told: each picture, or clip, draws its
 * standard deviation, uniform between two limits. Neither rounded nor clamped.
 *
 * @param lowestSigma on the 0..255 scale
 * @param highestSigma {@code lowestSigma}..255
 */
public record BlindGaussianNoise(double lowestSigma, double highestSigma) implements Degradation {
  public BlindGaussianNoise {
    if (!(lowestSigma >= 0 && lowestSigma <= highestSigma && highestSigma <= 255)) {
      throw new IllegalArgumentException(
          "sigma must be 0 to 255, the lowest first, got " + lowestSigma + " to " + highestSigma);
    }
  }

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    return drawn(random).spoil(clean, random);
  }

  @Override
  public ClipDegradation ofClip(long seed) {
    GaussianNoise noise = drawn(Degradation.generator(seed));
    return (clean, frame) -> noise.spoil(clean, Degradation.generator(seed + frame + 1));
  }

  private GaussianNoise drawn(RandomGenerator random) {
    return new GaussianNoise(lowestSigma + (highestSigma - lowestSigma) * random.nextDouble());
  }
}

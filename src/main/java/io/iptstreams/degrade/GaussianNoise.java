package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.random.RandomGenerator;

/** Adds independent normal noise to every sample. */
public record GaussianNoise(double sigma) implements Degradation {

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    float[] samples = clean.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (sigma * random.nextGaussian());
    }
    return new Image(clean.channels(), clean.height(), clean.width(), samples);
  }
}

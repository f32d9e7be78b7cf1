package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.GaussianNoise;
import io.iptstreams.image.Image;
import io.iptstreams.task.Ability;
import java.util.random.RandomGenerator;

/**
 * Something to learn, and how clean pictures are spoiled for it.
 *
 * @param ability what a head of the model shall undo
 * @param degradation how; of a range of noise, that of its middle
 */
public record TrainingTask(Ability ability, Degradation degradation) {

  /** A built-in task or a range of noise, spoiled in its own way. */
  public static TrainingTask builtIn(Ability ability) {
    return new TrainingTask(ability, Degradation.of(ability.example()));
  }

  /** Name for people and for columns. */
  public String title() {
    return ability.title();
  }

  /** By how much it enlarges. */
  public int scale() {
    return ability.scale();
  }

  /**
   * A crop spoiled as the task says.
   *
   * @param sigma standard deviation of the noise, for a head that is told it; else 0
   */
  record Spoiled(Image image, float sigma) {}

  /** Spoils a crop; a range of noise draws its strength first. */
  Spoiled spoil(Image crop, RandomGenerator random) {
    if (ability instanceof Ability.DenoiseRange range) {
      float sigma = (float) random.nextDouble(range.lowest(), range.highest() + 1e-3);
      return new Spoiled(new GaussianNoise(sigma).spoil(crop, random), sigma);
    }
    return new Spoiled(degradation.spoil(crop, random), 0);
  }

  /** Whether benchmarks feed such noise as it is drawn, neither rounded nor clamped. */
  boolean isNoise() {
    return degradation instanceof GaussianNoise;
  }
}

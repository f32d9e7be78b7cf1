package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One way to spoil a clean picture. Equal random numbers spoil alike. */
public interface Degradation {

  /**
   * Spoils a picture.
   *
   * @param clean 3 × H × W, 0..255; H and W multiples of the task's scale
   * @return 3 × H/s × W/s, neither rounded nor clamped
   */
  Image spoil(Image clean, RandomGenerator random);

  /**
   * How one clip is spoiled. What is drawn for a whole picture, such as the direction of rain, is
   * drawn once for the clip; here, where nothing is, each frame has random numbers of its own.
   */
  default ClipDegradation ofClip(long seed) {
    return (clean, frame) -> spoil(clean, generator(seed + frame));
  }

  /** Random numbers that differ from the first on, also for seeds side by side. */
  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * What a built-in task undoes.
   *
   * @throws IllegalArgumentException for a user's own task, whose spoiling only the user knows
   */
  static Degradation of(Task task) {
    if (task instanceof Task.Denoise denoise) {
      return new GaussianNoise(denoise.sigma());
    }
    if (task instanceof Task.Derain) {
      return new Rain();
    }
    if (task instanceof Task.Upscale upscale) {
      return new BicubicReduction(upscale.scale());
    }
    throw new IllegalArgumentException(
        "how a clean picture is spoiled for task " + task.id() + " is not known");
  }
}

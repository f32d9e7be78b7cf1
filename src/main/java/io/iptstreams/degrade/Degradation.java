package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.random.RandomGenerator;

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

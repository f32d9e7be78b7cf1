package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import io.iptstreams.task.Task;
import java.util.Optional;

/** What one does without a network: the classical method a model has to beat. */
enum ClassicalMethod {
  /** Bicubic enlargement, for tasks that enlarge. */
  BICUBIC("bicubic") {
    @Override
    Image restored(Image degraded, Task task) {
      return Resampler.bicubic(
          degraded, degraded.height() * task.scale(), degraded.width() * task.scale());
    }
  },
  /**
   * Gaussian smoothing, wider for stronger noise: the best that a linear filter of one width does.
   */
  GAUSSIAN_BLUR("gaussian blur") {
    @Override
    Image restored(Image degraded, Task task) {
      // 1.5 pixels at sigma 50, where a blur does best on photographs.
      return GaussianBlur.of(degraded, 0.03 * ((Task.Denoise) task).sigma());
    }
  };

  private final String title;

  ClassicalMethod(String title) {
    this.title = title;
  }

  /** The one for a task; there is none for rain and for tasks of a user's own. */
  static Optional<ClassicalMethod> of(Task task) {
    if (task.scale() > 1) {
      return Optional.of(BICUBIC);
    }
    return task instanceof Task.Denoise ? Optional.of(GAUSSIAN_BLUR) : Optional.empty();
  }

  /** Its name in reports. */
  String title() {
    return title;
  }

  /** What it makes of a degraded picture, neither rounded nor clamped. */
  abstract Image restored(Image degraded, Task task);
}

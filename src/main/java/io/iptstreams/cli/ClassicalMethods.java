package io.iptstreams.cli;

import io.iptstreams.evaluate.ClassicalMethod;
import io.iptstreams.media.Bm3d;
import io.iptstreams.task.Task;
import java.util.Optional;

/** Which classical method a task is compared with. */
final class ClassicalMethods {
  private ClassicalMethods() {}

  /** There is none for rain, and for tasks of a user's own that keep the size. */
  static Optional<ClassicalMethod> of(Task task) {
    if (task.scale() > 1) {
      return Optional.of(ClassicalMethod.bicubic(task.scale()));
    }
    return task instanceof Task.Denoise denoise
        ? Optional.of(
            new ClassicalMethod("FFmpeg bm3d", noisy -> Bm3d.denoised(noisy, denoise.sigma())))
        : Optional.empty();
  }
}

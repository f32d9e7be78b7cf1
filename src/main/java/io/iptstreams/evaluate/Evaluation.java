package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a model restored a set of pictures: mean PSNR over the pictures, in dB.
 *
 * @param images pictures
 * @param input PSNR of the degraded pictures; for a task that enlarges there is none, since the
 *     sizes differ
 * @param baseline PSNR of the classical baseline, where there is one
 * @param restored PSNR of the restored pictures
 * @param seconds time spent restoring
 * @param megapixels degraded pixels restored, in millions
 */
public record Evaluation(
    int images,
    OptionalDouble input,
    Optional<Baseline> baseline,
    double restored,
    double seconds,
    double megapixels) {

  /** What a classical method reaches on the same pictures. */
  public record Baseline(String name, double psnr) {}

  /**
   * Restores every picture of a folder through the same corridor as production.
   *
   * @param folder see {@link TestSet}
   * @param limit at most so many pictures, the first by name
   */
  public static Evaluation of(
      Restorer restorer, Task task, Path folder, Protocol protocol, int limit) throws IOException {
    TestSet set = TestSet.open(folder, task, limit);
    Optional<ClassicalMethod> classical = ClassicalMethod.of(task);
    double input = 0;
    double baseline = 0;
    double restored = 0;
    long nanos = 0;
    long pixels = 0;
    for (int i = 0; i < set.size(); i++) {
      TestPair pair = set.pair(i);
      long start = System.nanoTime();
      Image result = restorer.restore(pair.degraded(), task);
      nanos += System.nanoTime() - start;
      pixels += pair.degraded().pixels();
      restored += protocol.psnr(result.quantised(), pair.clean(), task.scale());
      if (task.scale() == 1) {
        input += protocol.psnr(pair.degraded(), pair.clean(), 1);
      }
      if (classical.isPresent()) {
        Image smooth = classical.get().restored(pair.degraded(), task).quantised();
        baseline += protocol.psnr(smooth, pair.clean(), task.scale());
      }
    }
    int images = set.size();
    double meanBaseline = baseline / images;
    return new Evaluation(
        images,
        task.scale() == 1 ? OptionalDouble.of(input / images) : OptionalDouble.empty(),
        classical.map(method -> new Baseline(method.title(), meanBaseline)),
        restored / images,
        nanos / 1e9,
        pixels / 1e6);
  }
}

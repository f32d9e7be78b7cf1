package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
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
    boolean enlarges = task.scale() > 1;
    double input = 0;
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
      Image before =
          enlarges
              ? Resampler.bicubic(pair.degraded(), pair.clean().height(), pair.clean().width())
                  .quantised()
              : pair.degraded();
      input += protocol.psnr(before, pair.clean(), task.scale());
    }
    return new Evaluation(
        set.size(),
        enlarges ? OptionalDouble.empty() : OptionalDouble.of(input / set.size()),
        enlarges ? Optional.of(new Baseline("bicubic", input / set.size())) : Optional.empty(),
        restored / set.size(),
        nanos / 1e9,
        pixels / 1e6);
  }
}

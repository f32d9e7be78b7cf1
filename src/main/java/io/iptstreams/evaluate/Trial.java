package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.restore.Restorer;
import io.iptstreams.restore.Steadier;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is to be measured, and how. The same trial of the same model gives the same scores.
 *
 * @param folder see {@link TestSet}
 * @param limit at most so many pictures, the first by name
 * @param classical the method to compare with, if there is one for the task
 * @param sequence what the pictures have to do with each other
 */
public record Trial(
    Task task,
    Path folder,
    Protocol protocol,
    int limit,
    Optional<ClassicalMethod> classical,
    Sequence sequence) {

  /** Of pictures that have nothing to do with each other. */
  public Trial(
      Task task, Path folder, Protocol protocol, int limit, Optional<ClassicalMethod> classical) {
    this(task, folder, protocol, limit, classical, Sequence.UNRELATED);
  }

  /** Name of the folder, which is that of the data set. */
  public String dataSet() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }

  /**
   * How many pictures there are to be measured.
   *
   * @throws IllegalArgumentException if the folder holds none
   */
  public int pictures() throws IOException {
    return TestSet.open(folder, task, protocol, limit).size();
  }

  /**
   * Restores every picture through the same corridor as production.
   *
   * @param each is given every picture as soon as it is measured, in order of the names
   * @throws IllegalArgumentException if a picture is too small to be measured; names it
   */
  public Evaluation run(Restorer restorer, Consumer<Outcome> each) throws IOException {
    TestSet set = TestSet.open(folder, task, protocol, limit);
    Mean input = new Mean();
    Mean baseline = new Mean();
    Mean restored = new Mean();
    Flicker flicker = new Flicker();
    Steadier steadier = new Steadier();
    long nanos = 0;
    long pixels = 0;
    Outcome outcomeBefore = null;
    for (int i = 0; i < set.size(); i++) {
      TestPair pair = set.pair(i);
      checkSize(pair);
      long start = System.nanoTime();
      Image result = restorer.restore(pair.degraded(), task);
      if (sequence == Sequence.STEADIED_CLIP) {
        result = steadier.next(result);
      }
      nanos += System.nanoTime() - start;
      pixels += pair.degraded().pixels();
      Outcome outcome = outcome(pair, result.quantised());
      outcome.scores().input().ifPresent(input::add);
      outcome.scores().baseline().ifPresent(baseline::add);
      restored.add(outcome.scores().restored());
      if (sequence != Sequence.UNRELATED) {
        checkClip(outcomeBefore, outcome);
        flicker.add(outcome.clean(), outcome.degraded(), outcome.restored());
      }
      outcomeBefore = outcome;
      each.accept(outcome);
    }
    Scores mean = new Scores(input.score(), baseline.score(), restored.score().orElseThrow());
    return new Evaluation(
        set.size(),
        mean,
        nanos / 1e9,
        pixels / 1e6,
        sequence == Sequence.UNRELATED ? Optional.empty() : Optional.of(flicker));
  }

  private static void checkClip(Outcome before, Outcome frame) {
    if (before != null && !before.degraded().toString().equals(frame.degraded().toString())) {
      throw new IllegalArgumentException(
          frame.name()
              + " is "
              + frame.degraded()
              + ", "
              + before.name()
              + " before it "
              + before.degraded()
              + "; the frames of a clip have one size");
    }
  }

  private Outcome outcome(TestPair pair, Image restored) {
    Optional<Score> input =
        task.scale() == 1 ? Optional.of(score(pair.degraded(), pair)) : Optional.empty();
    Optional<Image> baseline =
        classical.map(method -> method.method().apply(pair.degraded()).quantised());
    Scores scores =
        new Scores(input, baseline.map(picture -> score(picture, pair)), score(restored, pair));
    return new Outcome(pair.name(), pair.degraded(), baseline, restored, pair.clean(), scores);
  }

  private Score score(Image picture, TestPair pair) {
    return protocol.score(picture, pair.clean(), task.scale());
  }

  private void checkSize(TestPair pair) {
    int side = Math.min(pair.clean().height(), pair.clean().width());
    int least = Ssim.WINDOW + 2 * protocol.border(task.scale());
    if (side < least) {
      throw new IllegalArgumentException(
          pair.name()
              + " is "
              + pair.clean()
              + "; a test picture has at least "
              + least
              + " × "
              + least
              + " pixels, as SSIM needs them");
    }
  }
}

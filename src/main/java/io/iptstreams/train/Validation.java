package io.iptstreams.train;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.image.Image;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Measures a model in training on the pictures set apart, through the same corridor as production:
 * RGB PSNR of the centre of each, always spoiled by the same random numbers.
 */
final class Validation {
  /** A multiple of every scale. */
  private static final int LARGEST_SIDE = 288;

  private static final int UNIT = 12;

  /** A clean picture and how it is spoiled. */
  record Pair(Image degraded, Image clean) {}

  /** What a model makes of the first picture of a task. */
  record Sample(Image degraded, Image restored, Image clean) {}

  /**
   * What was measured.
   *
   * @param decibels mean RGB PSNR of each task, in the plan's order
   * @param samples one for each task
   */
  record Result(double[] decibels, List<Sample> samples) {}

  private final TrainingPlan plan;
  private final List<List<Pair>> pairs = new ArrayList<>();

  Validation(TrainingPlan plan, List<Image> pictures) {
    this.plan = plan;
    for (TrainingTask task : plan.tasks()) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
      pairs.add(pictures.stream().map(picture -> pair(task, centre(picture), random)).toList());
    }
  }

  /** A range of noise is measured in its middle. */
  private static Pair pair(TrainingTask task, Image clean, RandomGenerator random) {
    return new Pair(task.degradation().spoil(clean, random), clean);
  }

  private static Image centre(Image picture) {
    int height = Math.min(LARGEST_SIDE, picture.height()) / UNIT * UNIT;
    int width = Math.min(LARGEST_SIDE, picture.width()) / UNIT * UNIT;
    return picture.crop(
        (picture.height() - height) / 2, (picture.width() - width) / 2, height, width);
  }

  /** PSNR of the spoiled pictures themselves; of tasks that enlarge there is none. */
  double input(int task) {
    return pairs.get(task).stream()
        .mapToDouble(
            pair ->
                plan.tasks().get(task).scale() > 1
                    ? Double.NaN
                    : Protocol.RGB.psnr(pair.degraded(), pair.clean(), 1))
        .average()
        .orElse(Double.NaN);
  }

  Result run(ModelFolder folder) {
    double[] decibels = new double[pairs.size()];
    List<Sample> samples = new ArrayList<>();
    BatchPolicy policy = new BatchPolicy(4, Duration.ZERO);
    try (IptModel model = IptModel.open(folder, precision());
        Restorer restorer = Restorer.open(model, policy, 1, limits())) {
      for (int i = 0; i < decibels.length; i++) {
        Ability ability = plan.tasks().get(i).ability();
        Task task = ability.example();
        for (Pair pair : pairs.get(i)) {
          Image restored = restorer.restore(pair.degraded(), task).quantised();
          decibels[i] +=
              Protocol.RGB.psnr(restored, pair.clean(), task.scale()) / pairs.get(i).size();
          if (samples.size() == i) {
            samples.add(new Sample(pair.degraded(), restored, pair.clean()));
          }
        }
      }
    }
    return new Result(decibels, samples);
  }

  private Limits limits() {
    return new Limits(64_000_000, plan.tile() / 8, Duration.ofMinutes(10));
  }

  private Precision precision() {
    return plan.precision() == Precision.BFLOAT16 ? Precision.fastest() : Precision.FLOAT32;
  }
}

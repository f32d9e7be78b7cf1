package io.iptstreams.train;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
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
 * RGB PSNR of the centre of each, always spoiled by the same random numbers. An owner of threads.
 */
final class Validation implements AutoCloseable {
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
  private final TrainingDevice device;
  private final List<List<Pair>> pairs = new ArrayList<>();
  private final ChangingModel present;

  /**
   * One for all validations, since the native allocator may keep for each thread what a validation
   * needs.
   */
  private final Restorer restorer;

  Validation(TrainingPlan plan, TrainingDevice device, List<Image> pictures) {
    this.plan = plan;
    this.device = device;
    List<Image> centres = pictures.stream().map(Validation::centre).toList();
    for (TrainingTask task : plan.tasks()) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
      pairs.add(centres.stream().map(centre -> pair(task, centre, random)).toList());
    }
    this.present = new ChangingModel(plan.name(), plan.taskSet(), plan.tile());
    this.restorer =
        Restorer.open(present, new BatchPolicy(4, Duration.ZERO), device.workers(), limits(plan));
  }

  /** A range of noise is measured in its middle; what else is spoiled comes as a file holds it. */
  private static Pair pair(TrainingTask task, Image clean, RandomGenerator random) {
    Image spoiled = task.degradation().spoil(clean, random);
    return new Pair(task.isNoise() ? spoiled : spoiled.quantised(), clean);
  }

  private static Image centre(Image picture) {
    int height = Math.min(LARGEST_SIDE, picture.height()) / UNIT * UNIT;
    int width = Math.min(LARGEST_SIDE, picture.width()) / UNIT * UNIT;
    return picture.crop(
        (picture.height() - height) / 2, (picture.width() - width) / 2, height, width);
  }

  /**
   * Mean RGB PSNR of each task before anything is restored, in the plan's order: of the spoiled
   * pictures themselves, or, if the task enlarges, of their bicubic enlargements.
   */
  List<Double> before() {
    List<Double> decibels = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      int scale = plan.tasks().get(i).scale();
      decibels.add(
          pairs.get(i).stream().mapToDouble(pair -> before(pair, scale)).average().orElseThrow());
    }
    return decibels;
  }

  private static double before(Pair pair, int scale) {
    Image picture =
        scale == 1
            ? pair.degraded()
            : Resampler.bicubic(pair.degraded(), pair.clean().height(), pair.clean().width())
                .quantised();
    return Protocol.RGB.psnr(picture, pair.clean(), scale);
  }

  /**
   * Measures a model.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; it stays so
   * @throws io.iptstreams.restore.RestorationException if the model makes no pictures, as one whose
   *     training diverged
   */
  Result run(ModelFolder folder) {
    try (IptModel model = IptModel.open(folder, device.place(), device.precision())) {
      present.become(model);
      try {
        return measured();
      } finally {
        // An interrupted caller leaves a batch in the model.
        present.leave();
      }
    }
  }

  private Result measured() {
    double[] decibels = new double[pairs.size()];
    List<Sample> samples = new ArrayList<>();
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
    return new Result(decibels, samples);
  }

  private static Limits limits(TrainingPlan plan) {
    return new Limits(64_000_000, plan.tile() / 8, Duration.ofMinutes(10));
  }

  @Override
  public void close() {
    restorer.close();
  }
}

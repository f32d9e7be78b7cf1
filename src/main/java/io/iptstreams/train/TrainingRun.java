package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.image.Image;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One sitting of a training run: goes on from the last checkpoint, ends at the plan's last step or
 * when the time is up, and leaves a model folder, a checkpoint and {@code log.csv} behind: a row of
 * loss and validation every 1000 steps and after the last.
 */
public final class TrainingRun {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(2);
  private static final Duration SAY_EVERY = Duration.ofSeconds(20);
  private static final int VALIDATE_EVERY = 1000;

  private final TrainingPlan plan;
  private final Pictures pictures;
  private final Path folder;
  private final Consumer<String> progress;

  /**
   * @param folder where everything is written
   * @param progress told a line now and then
   */
  public TrainingRun(TrainingPlan plan, Pictures pictures, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.pictures = pictures;
    this.folder = folder;
    this.progress = progress;
  }

  /** Whether {@code folder} holds a checkpoint to go on from. */
  public static boolean canResume(Path folder) {
    return Files.exists(folder.resolve(CHECKPOINT));
  }

  /**
   * Trains until the plan's last step, until {@code limit} has passed or until the thread is
   * interrupted.
   *
   * @return whether the plan's last step was reached
   */
  public boolean run(boolean resume, Duration limit) throws IOException {
    Files.createDirectories(folder);
    long start = System.nanoTime();
    try (Trainer trainer = Trainer.open(plan, pictures)) {
      if (resume) {
        trainer.resume(checkpoint());
        progress.accept("going on from step " + trainer.step() + " of " + plan.steps());
      }
      int firstStep = trainer.step();
      long saved = start;
      long said = start;
      double[] sum = new double[plan.tasks().size()];
      int summed = 0;
      while (trainer.step() < plan.steps() && !Thread.currentThread().isInterrupted()) {
        double[] losses = trainer.advance();
        for (int i = 0; i < losses.length; i++) {
          sum[i] += losses[i];
        }
        summed++;
        long now = System.nanoTime();
        if (trainer.step() % VALIDATE_EVERY == 0 || trainer.step() == plan.steps()) {
          double rate = (trainer.step() - firstStep) / ((now - start) / 1e9);
          report(trainer, means(sum, summed), rate);
          said = now;
          sum = new double[losses.length];
          summed = 0;
        }
        if (now - said > SAY_EVERY.toNanos()) {
          progress.accept(pace(trainer, (trainer.step() - firstStep) / ((now - start) / 1e9)));
          said = now;
        }
        if (now - saved > CHECKPOINT_EVERY.toNanos()) {
          save(trainer);
          saved = now;
        }
        if (now - start > limit.toNanos()) {
          break;
        }
      }
      save(trainer);
      ModelFolder.write(folder, card(trainer), trainer.averaged());
      return trainer.step() >= plan.steps();
    }
  }

  private Weights checkpoint() throws IOException {
    Path file = folder.resolve(CHECKPOINT);
    try {
      return SafeTensors.read(Files.readAllBytes(file));
    } catch (ModelException e) {
      throw new TrainingException(file + " cannot be gone on from: " + e.getMessage());
    }
  }

  private String pace(Trainer trainer, double stepsPerSecond) {
    return String.format(
        Locale.ROOT,
        "step %d of %d, %.1f steps/s, %d min left",
        trainer.step(),
        plan.steps(),
        stepsPerSecond,
        Math.round((plan.steps() - trainer.step()) / stepsPerSecond) / 60);
  }

  private ModelCard card(Trainer trainer) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.putAll(pictures.facts());
    training.put("steps", trainer.step());
    training.put("plannedSteps", plan.steps());
    training.put("crop", plan.crop());
    training.put("cropsPerTask", plan.cropsPerTask());
    training.put("learningRate", plan.learningRate());
    training.put("seed", plan.seed());
    training.put("precision", plan.precision().name().toLowerCase(Locale.ROOT));
    return plan.card(training);
  }

  private static double[] means(double[] sums, int count) {
    return Arrays.stream(sums).map(sum -> sum / count).toArray();
  }

  private void save(Trainer trainer) throws IOException {
    Path part = folder.resolve(CHECKPOINT + ".part");
    Files.write(part, SafeTensors.write(trainer.state()));
    Files.move(
        part,
        folder.resolve(CHECKPOINT),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void report(Trainer trainer, double[] losses, double stepsPerSecond) throws IOException {
    double[] decibels = validate(trainer);
    List<String> words = new ArrayList<>();
    StringBuilder row = new StringBuilder(Integer.toString(trainer.step()));
    for (int i = 0; i < losses.length; i++) {
      words.add(
          String.format(
              Locale.ROOT,
              "%s L1 %.2f, %.2f dB",
              plan.tasks().get(i).id(),
              losses[i],
              decibels[i]));
      row.append(String.format(Locale.ROOT, ",%.4f,%.4f", losses[i], decibels[i]));
    }
    progress.accept(pace(trainer, stepsPerSecond) + ": " + String.join("; ", words));
    Path log = folder.resolve("log.csv");
    if (!Files.exists(log)) {
      StringBuilder head = new StringBuilder("step");
      plan.tasks()
          .forEach(
              task ->
                  head.append(',')
                      .append(task.id())
                      .append(" L1,")
                      .append(task.id())
                      .append(" dB RGB"));
      Files.writeString(log, head + "\n");
    }
    Files.writeString(log, row + "\n", StandardOpenOption.APPEND);
  }

  /**
   * RGB PSNR per task on the centres of the validation pictures, always spoiled by the same random
   * numbers.
   */
  private double[] validate(Trainer trainer) {
    double[] decibels = new double[plan.tasks().size()];
    Weights averaged = trainer.averaged();
    try (IptModel model = IptModel.open(new ModelFolder(card(trainer), averaged, "in training"))) {
      for (int i = 0; i < decibels.length; i++) {
        Task task = plan.tasks().get(i);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
        int side = plan.tile() * task.scale();
        List<Image> clean = pictures.validation().stream().map(p -> centre(p, side)).toList();
        for (Image crop : clean) {
          Image spoiled = Degradation.of(task).spoil(crop, random);
          Image restored = model.restore(task, List.of(spoiled)).get(0);
          decibels[i] += Protocol.RGB.psnr(restored.quantised(), crop, task.scale()) / clean.size();
        }
      }
    }
    return decibels;
  }

  private static Image centre(Image picture, int side) {
    return picture.crop((picture.height() - side) / 2, (picture.width() - side) / 2, side, side);
  }
}

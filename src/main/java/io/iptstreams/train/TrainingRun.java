package io.iptstreams.train;

import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One sitting of a training run: goes on from the last checkpoint, ends at the plan's last step or
 * when the time is up, and leaves a model folder, a checkpoint and {@code log.csv} behind.
 */
public final class TrainingRun {
  private static final Duration SAY_EVERY = Duration.ofSeconds(20);
  private static final String MINUTES = "minutes";

  /** Facts of the pictures that must not change between two sittings. */
  private static final Set<String> SAME = Set.of("source", "picturesSha256");

  private final TrainingPlan plan;
  private final Pictures pictures;
  private final Path folder;
  private final Duration checkpointEvery;
  private final Consumer<String> progress;

  /**
   * @param folder where everything is written
   * @param checkpointEvery how much work a crash may cost
   * @param progress told a line now and then
   */
  public TrainingRun(
      TrainingPlan plan,
      Pictures pictures,
      Path folder,
      Duration checkpointEvery,
      Consumer<String> progress) {
    this.plan = plan;
    this.pictures = pictures;
    this.folder = folder;
    this.checkpointEvery = checkpointEvery;
    this.progress = progress;
  }

  /** Whether {@code folder} holds a checkpoint to go on from. */
  public static boolean canResume(Path folder) {
    return Checkpoint.isIn(folder);
  }

  /** The step that a run in {@code folder} is to begin or to go on at. */
  public static int firstStep(Path folder) throws IOException {
    return canResume(folder) ? Trainer.step(Checkpoint.read(folder).state()) : 0;
  }

  /**
   * Trains until the plan's last step, until {@code limit} has passed or until the thread is
   * interrupted.
   *
   * @return whether the plan's last step was reached
   * @throws TrainingException if the checkpoint is of another plan, or a loss is not finite; the
   *     checkpoint in the folder is then as good as it was
   */
  public boolean run(boolean resume, Duration limit) throws IOException {
    Files.createDirectories(folder);
    try (Trainer trainer = Trainer.open(plan)) {
      double minutesBefore = 0;
      if (resume) {
        Checkpoint checkpoint = Checkpoint.read(folder);
        checkpoint.requireSame(facts(), folder);
        trainer.resume(checkpoint.state());
        minutesBefore = Double.parseDouble(checkpoint.facts().getOrDefault(MINUTES, "0"));
        progress.accept("going on from step " + trainer.step() + " of " + plan.steps());
      }
      return new Sitting(trainer, minutesBefore).run(limit);
    }
  }

  private Map<String, String> facts() {
    Map<String, String> facts = plan.facts();
    // Not how many were left out: that shows in the course of a run.
    pictures
        .facts()
        .forEach(
            (key, value) -> {
              if (SAME.contains(key)) {
                facts.put(key, value.toString());
              }
            });
    return facts;
  }

  /** What is counted from the start of a run or its resumption. */
  private final class Sitting {
    private final Trainer trainer;
    private final double minutesBefore;
    private final Validation validation;
    private final TrainingLog log;
    private final long start = System.nanoTime();
    private final int firstStep;
    private final double[] sums = new double[plan.tasks().size()];
    private final int[] counts = new int[plan.tasks().size()];
    private long crops;
    private long aside;

    Sitting(Trainer trainer, double minutesBefore) throws IOException {
      this.trainer = trainer;
      this.minutesBefore = minutesBefore;
      this.firstStep = trainer.step();
      this.validation = new Validation(plan, pictures.validation());
      this.log =
          new TrainingLog(
              folder, plan.tasks().stream().map(TrainingTask::title).toList(), firstStep);
    }

    boolean run(Duration limit) throws IOException {
      long saved = start;
      long said = start;
      List<Integer> learning = trainer.learning();
      try (CropSupply supply =
          new CropSupply(
              firstStep, plan.steps(), step -> StepCrops.draw(plan, pictures, learning, step))) {
        while (trainer.step() < plan.steps() && !Thread.currentThread().isInterrupted()) {
          learn(supply.next());
          long now = System.nanoTime();
          if (trainer.step() % plan.validateEvery() == 0 || trainer.step() == plan.steps()) {
            validate(supply);
            aside += System.nanoTime() - now;
            said = System.nanoTime();
          } else if (now - said > SAY_EVERY.toNanos()) {
            progress.accept(pace(supply));
            said = now;
          }
          if (now - saved > checkpointEvery.toNanos()) {
            save();
            saved = now;
          }
          if (now - start > limit.toNanos()) {
            break;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      save();
      ModelFolder.write(folder, card(), trainer.averaged());
      return trainer.step() >= plan.steps();
    }

    private void learn(StepCrops step) {
      Trainer.Outcome outcome = trainer.advance(step);
      for (int i = 0; i < outcome.heads().size(); i++) {
        sums[outcome.heads().get(i)] += outcome.losses()[i];
        counts[outcome.heads().get(i)]++;
      }
      crops += step.count();
    }

    private void validate(CropSupply supply) throws IOException {
      Weights averaged = trainer.averaged();
      Validation.Result result = validation.run(new ModelFolder(card(), averaged, "in training"));
      List<Double> losses = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (int i = 0; i < sums.length; i++) {
        losses.add(counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
        words.add(
            String.format(
                Locale.ROOT,
                "%s L1 %.2f, %.2f dB",
                plan.tasks().get(i).title(),
                losses.get(i),
                result.decibels()[i]));
      }
      Arrays.fill(sums, 0);
      Arrays.fill(counts, 0);
      List<Double> decibels = Arrays.stream(result.decibels()).boxed().toList();
      log.add(new TrainingLog.Row(trainer.step(), minutes(), losses, decibels));
      progress.accept(pace(supply) + ": " + String.join("; ", words));
    }

    private String pace(CropSupply supply) {
      double seconds = (System.nanoTime() - start - aside) / 1e9;
      double stepsPerSecond = (trainer.step() - firstStep) / seconds;
      return String.format(
          Locale.ROOT,
          "step %d of %d, %.2f steps/s, %.0f crops/s, %.1f %% waiting for data, %d min left",
          trainer.step(),
          plan.steps(),
          stepsPerSecond,
          crops / seconds,
          supply.waitedNanos() / 1e7 / seconds,
          Math.round((plan.steps() - trainer.step()) / stepsPerSecond / 60));
    }

    private double minutes() {
      return minutesBefore + (System.nanoTime() - start) / 60e9;
    }

    private void save() throws IOException {
      Map<String, String> facts = facts();
      facts.put(MINUTES, String.format(Locale.ROOT, "%.2f", minutes()));
      new Checkpoint(trainer.state(), facts).write(folder);
    }

    private ModelCard card() {
      Map<String, Object> training = new LinkedHashMap<>(pictures.facts());
      plan.from()
          .ifPresent(
              model -> training.put("from", model.card().name() + " " + model.fingerprint()));
      training.put("steps", trainer.step());
      training.put("plannedSteps", plan.steps());
      training.put("crop", plan.crops().side());
      training.put("cropsPerTask", plan.crops().perTask());
      training.put("optimiser", plan.optimisation().method().name().toLowerCase(Locale.ROOT));
      training.put("learningRate", plan.optimisation().learningRate());
      training.put("seed", plan.seed());
      training.put("precision", plan.precision().title());
      training.put(MINUTES, Math.round(minutes()));
      return plan.card(training);
    }
  }
}

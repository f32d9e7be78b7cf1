package io.iptstreams.train;

import ai.djl.engine.Engine;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * One sitting of a training run: goes on from the last checkpoint, ends at the plan's last step or
 * when the time is up.
 *
 * <pre>
 *   now and then           checkpoint.safetensors   all that is needed to go on
 *   at each validation     log.csv, curve.svg, sheet.png
 *   at the end of sitting  weights.safetensors, card.json, report.html
 * </pre>
 */
public final class TrainingRun {
  private static final Duration SAY_EVERY = Duration.ofSeconds(20);
  private static final long MAX_SHEET_PIXELS = 64_000_000;
  private static final String CURVE = "curve.svg";
  private static final String SHEET = "sheet.png";
  private static final String REPORT = "report.html";

  /** Facts of the pictures that must not change between two sittings. */
  private static final Set<String> SAME = Set.of("source", "picturesSha256");

  private final TrainingPlan plan;
  private final TrainingDevice device;
  private final Pictures pictures;
  private final RunFolder folder;
  private final Duration checkpointEvery;
  private final Consumer<String> progress;
  private final Consumer<String> passing;

  /** With one ear for all lines. */
  TrainingRun(
      TrainingPlan plan,
      TrainingDevice device,
      Pictures pictures,
      FolderLock lock,
      Duration checkpointEvery,
      Consumer<String> progress) {
    this(plan, device, pictures, lock, checkpointEvery, progress, progress);
  }

  /**
   * @param lock on the folder where everything is written
   * @param checkpointEvery how much work a crash may cost; zero for a checkpoint after every step
   * @param progress told where it trains, and a line at each validation
   * @param passing told how far it is between those, every 20 seconds at most
   */
  public TrainingRun(
      TrainingPlan plan,
      TrainingDevice device,
      Pictures pictures,
      FolderLock lock,
      Duration checkpointEvery,
      Consumer<String> progress,
      Consumer<String> passing) {
    this.plan = plan;
    this.device = device;
    this.pictures = pictures;
    this.folder = new RunFolder(lock.folder());
    this.checkpointEvery = checkpointEvery;
    this.progress = progress;
    this.passing = passing;
  }

  /** Whether {@code folder} holds a checkpoint to go on from. */
  public static boolean canResume(Path folder) {
    return Checkpoint.isIn(new RunFolder(folder));
  }

  /** The step that a run in {@code folder} is to begin or to go on at. */
  public static int firstStep(Path folder) throws IOException {
    return canResume(folder) ? Trainer.step(Checkpoint.read(new RunFolder(folder)).state()) : 0;
  }

  /**
   * Trains until the plan's last step, until {@code limit} has passed or until the thread is
   * interrupted.
   *
   * @return whether the plan's last step was reached
   * @throws TrainingException if the checkpoint is of another plan, or a loss is not finite; the
   *     checkpoint in the folder is then as good as it was
   * @throws IOException if the folder cannot be written to; likewise
   */
  public boolean run(boolean resume, Duration limit) throws IOException {
    Optional<Checkpoint> checkpoint =
        resume ? Optional.of(Checkpoint.read(folder)) : Optional.empty();
    if (checkpoint.isPresent()) {
      checkpoint.get().requireSame(facts(), folder);
    }
    progress.accept(
        "training on "
            + device.words()
            + (device.precision() == plan.precision()
                ? ""
                : ", since this processor has no " + plan.precision().title() + " of its own"));
    try (Trainer trainer = Trainer.open(plan, device)) {
      if (checkpoint.isPresent()) {
        trainer.resume(checkpoint.get().state());
        progress.accept("going on from step " + trainer.step() + " of " + plan.steps());
      }
      Spent before = checkpoint.map(Checkpoint::spent).orElse(Spent.NOTHING);
      return new Sitting(trainer, before).run(limit);
    }
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(plan.facts());
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
    private final Spent spentBefore;
    private final Validation validation;
    private final TrainingLog log;
    private final Pace pace;
    private final Means means = new Means(plan.tasks().size());
    private final Means lately = new Means(plan.tasks().size());
    private final long start = System.nanoTime();
    private CropSupply supply;
    private long crops;
    private long validating;

    Sitting(Trainer trainer, Spent spentBefore) throws IOException {
      this.trainer = trainer;
      this.spentBefore = spentBefore;
      this.log = new TrainingLog(folder, titles(), trainer.step());
      this.validation = new Validation(plan, device, pictures.validation());
      this.pace = new Pace(plan.steps(), plan.validateEvery(), trainer.step());
    }

    boolean run(Duration limit) throws IOException {
      List<Integer> learning = trainer.learning();
      try (validation;
          CropSupply drawn =
              new CropSupply(
                  trainer.step(),
                  plan.steps(),
                  Runtime.getRuntime().availableProcessors(),
                  step -> StepCrops.prepare(plan, pictures, learning, step))) {
        supply = drawn;
        learn(limit);
      } catch (InterruptedException | CancellationException e) {
        // Whoever interrupted wants an end, not a failure.
        Thread.currentThread().interrupt();
      }
      save();
      ModelFolder.write(folder.path(), card(), trainer.averaged());
      report();
      return trainer.step() >= plan.steps();
    }

    private void learn(Duration limit) throws IOException, InterruptedException {
      long savedAt = start;
      long saidAt = start;
      while (trainer.step() < plan.steps()
          && !Thread.currentThread().isInterrupted()
          && System.nanoTime() - start < limit.toNanos()) {
        step(supply.next());
        long now = System.nanoTime();
        if (trainer.step() % plan.validateEvery() == 0 || trainer.step() == plan.steps()) {
          validate();
          saidAt = System.nanoTime();
        } else if (now - saidAt >= SAY_EVERY.toNanos()) {
          passing.accept(line());
          saidAt = now;
        }
        if (System.nanoTime() - savedAt >= checkpointEvery.toNanos()) {
          save();
          savedAt = System.nanoTime();
        }
      }
    }

    private void step(StepCrops drawn) {
      Trainer.Outcome outcome;
      try {
        outcome = trainer.advance(drawn);
      } catch (TrainingException e) {
        throw new TrainingException(e.getMessage() + "; " + whatIsLeft());
      }
      means.add(outcome);
      lately.add(outcome);
      crops += drawn.count();
      pace.done(trainingNanos(), trainer.step(), crops, supply.waitedNanos());
    }

    private String whatIsLeft() {
      return Checkpoint.isIn(folder)
          ? "the checkpoint in " + folder.path() + " is the last one before that"
          : "no checkpoint was written yet";
    }

    private void validate() throws IOException {
      long begin = System.nanoTime();
      Weights averaged = trainer.averaged();
      Validation.Result result = validation.run(new ModelFolder(card(), averaged, "in training"));
      List<Double> decibels = Arrays.stream(result.decibels()).boxed().toList();
      log.add(
          new TrainingLog.Row(
              trainer.step(),
              spent().minutes(),
              means.gradientNorm(),
              means.contrastive(),
              means.losses(),
              decibels));
      folder.write(CURVE, out -> out.write(utf8(Curve.svg(titles(), log.rows()))));
      byte[] sheet = ImageCodec.encode(SampleSheet.of(result.samples()), ImageFormat.PNG);
      folder.write(SHEET, out -> out.write(sheet));
      validating += System.nanoTime() - begin;
      pace.validated(System.nanoTime() - begin);
      progress.accept(line() + words(decibels));
      means.clear();
    }

    private String words(List<Double> decibels) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < decibels.size(); i++) {
        words.add(String.format(Locale.ROOT, "%s %.2f dB", titles().get(i), decibels.get(i)));
      }
      return ": " + String.join(", ", words);
    }

    /** How far it is; the loss is that since the line before. */
    private String line() {
      String line =
          String.format(
              Locale.ROOT,
              "step %d of %d, %.1f crops/s, %.1f %% waiting for pictures, L1 %.2f, %s left",
              trainer.step(),
              plan.steps(),
              pace.cropsPerSecond(),
              100 * pace.waitingShare(),
              lately.loss(),
              Pace.words(pace.left()));
      lately.clear();
      return line;
    }

    private long trainingNanos() {
      return System.nanoTime() - start - validating;
    }

    /** By all sittings. */
    private Spent spent() {
      return spentBefore.plus(
          new Spent(
              (System.nanoTime() - start) / 60e9,
              trainingNanos() / 1e9,
              supply.waitedNanos() / 1e9,
              crops));
    }

    private void save() throws IOException {
      new Checkpoint(trainer.state(), facts(), spent()).write(folder);
    }

    private void report() throws IOException {
      TrainingReport report =
          new TrainingReport(
              plan,
              pictures.facts(),
              trainer.step(),
              validation.before(),
              log.rows(),
              sheet(),
              spent(),
              versions());
      folder.write(REPORT, out -> out.write(utf8(report.html())));
    }

    /** Of the last validation, which may have been in a sitting before. */
    private Optional<Image> sheet() throws IOException {
      try {
        return log.rows().isEmpty() || !folder.has(SHEET)
            ? Optional.empty()
            : Optional.of(ImageCodec.decode(folder.read(SHEET), MAX_SHEET_PIXELS));
      } catch (ImageException e) {
        return Optional.empty();
      }
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
      training.put("device", device.place().device());
      training.put("threads", device.workers());
      training.put("precision", device.precision().title());
      training.put("minutes", Math.round(spent().minutes()));
      training.put("versions", versions().toString());
      return plan.card(training);
    }
  }

  private List<String> titles() {
    return plan.tasks().stream().map(TrainingTask::title).toList();
  }

  private static Map<String, String> versions() {
    String program = TrainingRun.class.getPackage().getImplementationVersion();
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("ipt-streams", program == null ? "built from source" : program);
    versions.put("DJL", Engine.getDjlVersion());
    versions.put("PyTorch", Engine.getEngine("PyTorch").getVersion());
    versions.put("Java", System.getProperty("java.version"));
    return versions;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Means over steps; NaN over none. */
  private static final class Means {
    private final double[] losses;
    private final int[] counts;
    private double gradientNorm;
    private double contrastive;
    private int contrasted;
    private int steps;

    Means(int tasks) {
      losses = new double[tasks];
      counts = new int[tasks];
    }

    void add(Trainer.Outcome outcome) {
      for (int i = 0; i < outcome.heads().size(); i++) {
        losses[outcome.heads().get(i)] += outcome.losses()[i];
        counts[outcome.heads().get(i)]++;
      }
      if (!Double.isNaN(outcome.contrastive())) {
        contrastive += outcome.contrastive();
        contrasted++;
      }
      gradientNorm += outcome.gradientNorm();
      steps++;
    }

    List<Double> losses() {
      List<Double> means = new ArrayList<>();
      for (int i = 0; i < losses.length; i++) {
        means.add(losses[i] / counts[i]);
      }
      return means;
    }

    /** Over all tasks. */
    double loss() {
      return Arrays.stream(losses).sum() / Arrays.stream(counts).sum();
    }

    double gradientNorm() {
      return gradientNorm / steps;
    }

    double contrastive() {
      return contrastive / contrasted;
    }

    void clear() {
      Arrays.fill(losses, 0);
      Arrays.fill(counts, 0);
      gradientNorm = 0;
      contrastive = 0;
      contrasted = 0;
      steps = 0;
    }
  }
}

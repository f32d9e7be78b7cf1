package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six steps, validated after the third and the last. */
class TrainingRunIT {
  private static final Task DENOISE = new Task.Denoise(50);
  private static final Task DOUBLE = new Task.Upscale(2);
  private static final TrainingPlan PLAN =
      plan(6, new Objective(true, Optional.empty(), Optional.empty()), Optimisation.Method.ADAMW);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private static Path pictures;
  private static Pictures photographs;

  @TempDir private Path out;
  private final List<String> progress = new ArrayList<>();
  private final Map<Path, FolderLock> locks = new HashMap<>();

  private static TrainingPlan plan(int steps, Objective objective, Optimisation.Method method) {
    TrainingPlan plan =
        SmallPlans.of(
            steps,
            1,
            Precision.FLOAT32,
            objective,
            SmallPlans.optimisation(method, 0),
            DENOISE,
            DOUBLE);
    return new TrainingPlan(
        plan.name(),
        plan.from(),
        plan.frozen(),
        plan.architecture(),
        plan.tile(),
        plan.tasks(),
        plan.crops(),
        plan.steps(),
        plan.objective(),
        plan.optimisation(),
        3,
        plan.seed(),
        plan.precision());
  }

  @BeforeAll
  static void draw() throws IOException {
    GeneratedPhotographs.write(pictures, 3, 40);
    photographs = Photographs.open(pictures, PLAN.pictures(), 0, line -> {});
  }

  @AfterAll
  static void close() {
    photographs.close();
  }

  @AfterEach
  void giveBack() throws IOException {
    for (FolderLock lock : locks.values()) {
      lock.close();
    }
  }

  private FolderLock lock(Path folder) throws IOException {
    if (!locks.containsKey(folder)) {
      locks.put(folder, FolderLock.take(folder));
    }
    return locks.get(folder);
  }

  private TrainingRun run(TrainingPlan plan, Path folder, Consumer<String> listener)
      throws IOException {
    return new TrainingRun(
        plan,
        TrainingDevice.cpu(plan, 2),
        photographs,
        lock(folder),
        Duration.ofHours(1),
        listener);
  }

  private TrainingRun run() throws IOException {
    return run(PLAN, out, progress::add);
  }

  /** Goes on for so many steps and no further: interrupts itself at a validation. */
  private void runToTheFirstValidation(TrainingPlan plan, Path folder) throws IOException {
    run(
            plan,
            folder,
            line -> {
              if (line.startsWith("step 3 ")) {
                Thread.currentThread().interrupt();
              }
            })
        .run(false, LONG);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void run_toTheEnd_leavesAModelThatRestores() throws IOException {
    assertThat(run().run(false, LONG)).isTrue();

    ModelFolder folder = ModelFolder.open(out.toString());
    assertThat(folder.card().name()).isEqualTo("small");
    assertThat(folder.card().training())
        .containsEntry("steps", 6)
        .containsEntry("seed", 1)
        .containsEntry("pictures", 2)
        .containsEntry("picturesSha256", photographs.facts().get("picturesSha256"));
    try (IptModel model = IptModel.open(folder)) {
      Image tile = Image.blank(3, 16, 16);
      assertThat(model.restore(DENOISE, List.of(tile)).get(0)).hasToString("3 × 16 × 16");
      assertThat(model.restore(DOUBLE, List.of(tile)).get(0)).hasToString("3 × 32 × 32");
    }
  }

  @Test
  void run_toTheEnd_logsLossAndDecibelsOfEveryTask() throws IOException {
    run().run(false, LONG);

    List<String> log = Files.readAllLines(out.resolve("log.csv"));
    assertThat(log).hasSize(3);
    assertThat(log.get(0)).startsWith("step,minutes,gradient norm,contrastive,denoise-50 L1,");
    String[] row = log.get(2).split(",");
    assertThat(row).hasSize(8);
    assertThat(row[0]).isEqualTo("6");
    assertThat(row[3]).as("no contrastive loss").isEmpty();
    // L1 of the noise is 39.9 levels unclipped; noise of sigma 50 is 14.15 dB.
    assertThat(Double.parseDouble(row[4])).isBetween(30.0, 42.0);
    assertThat(Double.parseDouble(row[5])).isBetween(13.5, 18.0);
  }

  @Test
  void run_toTheEnd_showsCurveSheetAndReport() throws IOException {
    run().run(false, LONG);

    assertThat(out.resolve("curve.svg")).content().contains("denoise-50", "upscale-x2");
    Image sheet = ImageCodec.decode(Files.readAllBytes(out.resolve("sheet.png")), 1_000_000);
    // Pictures of 40 pixels are measured on their middle 36; two tasks, lines of 4 pixels.
    assertThat(sheet).hasToString("3 × 76 × 116");
    assertThat(out.resolve("report.html"))
        .content()
        .contains(
            "All 6 steps of the plan are done.",
            "<th>denoise-50</th><td>14.",
            "<small>step 3</small>")
        .doesNotContain(out.toString(), pictures.toString());
  }

  @Test
  void run_saysWhereItTrains_andALineAtEachValidation() throws IOException {
    run().run(false, LONG);

    assertThat(progress).hasSize(3);
    assertThat(progress.get(0)).isEqualTo("training on cpu (asked for), 2 threads, float32");
    assertThat(progress.get(2))
        .matches(
            "step 6 of 6, [0-9.]+ crops/s, [0-9.]+ % waiting for pictures, L1 [0-9.]+,"
                + " less than a minute left: denoise-50 [0-9.]+ dB, upscale-x2 [0-9.]+ dB");
  }

  @Test
  void run_outOfTime_endsCleanly_andCanGoOn() throws IOException {
    assertThat(TrainingRun.canResume(out)).isFalse();

    assertThat(run().run(false, Duration.ZERO)).isFalse();

    assertThat(TrainingRun.canResume(out)).isTrue();
    assertThat(TrainingRun.firstStep(out)).isZero();
    assertThat(out.resolve("report.html")).content().contains("Stopped after 0 of 6 steps");
  }

  @Test
  void run_ofAnInterruptedThread_savesAndEnds() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertThat(run().run(false, LONG)).isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(TrainingRun.canResume(out)).isTrue();
    assertThat(ModelFolder.open(out.toString()).card().training()).containsEntry("steps", 0);
  }

  @Test
  void run_resumed_endsWhereAnUninterruptedOneEnds(@TempDir Path whole) throws IOException {
    assertResumedEqualsWhole(PLAN, whole);
  }

  /** The other rule of the update keeps other state, and the draws of one task a step go on. */
  @Test
  void run_resumed_withMuonAndOneTaskAStep_endsWhereAnUninterruptedOneEnds(@TempDir Path whole)
      throws IOException {
    Objective.Contrastive second = new Objective.Contrastive(new ContrastiveLoss.Paper(), 0.001);
    TrainingPlan plan =
        plan(
            6,
            new Objective(false, Optional.of(second), Optional.empty()),
            Optimisation.Method.MUON);
    assertResumedEqualsWhole(plan, whole);

    String[] row = Files.readAllLines(out.resolve("log.csv")).get(1).split(",", -1);
    assertThat(Double.parseDouble(row[3])).as("contrastive loss").isFinite();
  }

  @Test
  void run_resumed_withATeacher_endsWhereAnUninterruptedOneEnds(@TempDir Path whole)
      throws IOException {
    ModelFolder teacher =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE, DOUBLE));
    Objective objective = new Objective(true, Optional.empty(), Optional.of(teacher));
    assertResumedEqualsWhole(plan(6, objective, Optimisation.Method.MUON), whole);
  }

  private void assertResumedEqualsWhole(TrainingPlan plan, Path whole) throws IOException {
    runToTheFirstValidation(plan, out);
    assertThat(TrainingRun.firstStep(out)).isEqualTo(3);
    assertThat(run(plan, out, progress::add).run(true, LONG)).isTrue();
    run(plan, whole, line -> {}).run(false, LONG);

    assertThat(progress).element(1).isEqualTo("going on from step 3 of 6");
    assertThat(Files.readAllBytes(out.resolve("weights.safetensors")))
        .isEqualTo(Files.readAllBytes(whole.resolve("weights.safetensors")));
    assertThat(ModelFolder.open(out.toString()).fingerprint())
        .isEqualTo(ModelFolder.open(whole.toString()).fingerprint());
    assertThat(Files.readAllLines(out.resolve("log.csv"))).hasSize(3);
  }

  @Test
  void run_resumed_addsUpWhatWasSpent() throws IOException {
    runToTheFirstValidation(PLAN, out);
    run().run(true, LONG);

    // Two tasks with four crops each.
    assertThat(Checkpoint.read(new RunFolder(out)).spent().crops()).isEqualTo(6 * 2 * 4);
  }

  @Test
  void run_resumedWhenAllIsDone_leavesTheSameModel() throws IOException {
    run().run(false, LONG);
    byte[] weights = Files.readAllBytes(out.resolve("weights.safetensors"));

    assertThat(run().run(true, LONG)).isTrue();
    assertThat(Files.readAllBytes(out.resolve("weights.safetensors"))).isEqualTo(weights);
  }

  @Test
  void run_resumedByAnotherPlan_isRefusedBeforeAnythingIsWritten() throws IOException {
    run().run(false, Duration.ZERO);
    byte[] checkpoint = Files.readAllBytes(out.resolve("checkpoint.safetensors"));
    TrainingPlan longer = plan(7, PLAN.objective(), Optimisation.Method.ADAMW);

    assertThatThrownBy(() -> run(longer, out, progress::add).run(true, LONG))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("steps was 6, now it is 7.");
    assertThat(Files.readAllBytes(out.resolve("checkpoint.safetensors"))).isEqualTo(checkpoint);
  }

  @Test
  void run_resumedWithOtherPictures_isRefused(@TempDir Path others) throws IOException {
    run().run(false, Duration.ZERO);
    GeneratedPhotographs.write(others, 4, 40);

    try (Pictures more = Photographs.open(others, PLAN.pictures(), 0, line -> {})) {
      TrainingRun run =
          new TrainingRun(PLAN, TrainingDevice.cpu(PLAN, 2), more, lock(out), LONG, progress::add);
      assertThatThrownBy(() -> run.run(true, LONG))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("picturesSha256 was ");
    }
  }

  /** Weights so large that the first product overflows. */
  @Test
  void run_whoseLossIsNotFinite_leavesTheCheckpointAsItWas() throws IOException {
    runToTheFirstValidation(PLAN, out);
    spoilCheckpoint();
    byte[] checkpoint = Files.readAllBytes(out.resolve("checkpoint.safetensors"));
    byte[] weights = Files.readAllBytes(out.resolve("weights.safetensors"));

    TrainingRun everyStep =
        new TrainingRun(
            PLAN,
            TrainingDevice.cpu(PLAN, 2),
            photographs,
            lock(out),
            Duration.ZERO,
            progress::add);
    assertThatThrownBy(() -> everyStep.run(true, LONG))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("step 3 is not finite")
        .hasMessageEndingWith("the checkpoint in " + out + " is the last one before that");
    assertThat(Files.readAllBytes(out.resolve("checkpoint.safetensors"))).isEqualTo(checkpoint);
    assertThat(Files.readAllBytes(out.resolve("weights.safetensors"))).isEqualTo(weights);
  }

  private void spoilCheckpoint() throws IOException {
    RunFolder folder = new RunFolder(out);
    Checkpoint good = Checkpoint.read(folder);
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    good.state()
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              if (name.startsWith("parameter/")) {
                java.util.Arrays.fill(values, 1e30f);
              }
              tensors.put(name, new Weights.Tensor(tensor.shape(), values));
            });
    new Checkpoint(new Weights(tensors), good.facts(), good.spent()).write(folder);
  }

  /** Ctrl-C while a validation restores pictures must not lose the steps before it. */
  @Test
  void validation_ofAnInterruptedThread_saysThatItWasCancelled() {
    try (Validation validation =
            new Validation(PLAN, TrainingDevice.cpu(PLAN, 2), photographs.validation());
        Trainer trainer = Trainer.open(PLAN, TrainingDevice.cpu(PLAN, 2))) {
      ModelFolder folder = new ModelFolder(PLAN.card(Map.of()), trainer.averaged(), "untrained");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> validation.run(folder)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** The native allocator may keep for each thread all that a validation needs. */
  @Test
  void validations_ofARun_shareTheirThreads() {
    try (Trainer trainer = Trainer.open(PLAN, TrainingDevice.cpu(PLAN, 2))) {
      ModelFolder folder = new ModelFolder(PLAN.card(Map.of()), trainer.averaged(), "untrained");
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      try (Validation validation =
          new Validation(PLAN, TrainingDevice.cpu(PLAN, 2), photographs.validation())) {
        validation.run(folder);
        List<Thread> first = batchersBeside(before);
        validation.run(folder);

        assertThat(batchersBeside(before)).hasSize(2).hasSameElementsAs(first);
      }
    }
  }

  private static List<Thread> batchersBeside(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("batcher-") && !others.contains(thread))
        .toList();
  }

  /** Noise of sigma 50: 14.15 dB; what is enlarged is measured as its bicubic enlargement. */
  @Test
  void validation_knowsTheDecibelsBefore() {
    try (Validation validation =
        new Validation(PLAN, TrainingDevice.cpu(PLAN, 2), photographs.validation())) {
      List<Double> before = validation.before();

      assertThat(before).hasSize(2);
      assertThat(before.get(0)).isBetween(13.9, 14.4);
      assertThat(before.get(1)).isBetween(15.0, 40.0);
    }
  }
}

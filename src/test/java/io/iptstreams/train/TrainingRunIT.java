package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunIT {
  private static final Task DENOISE = new Task.Denoise(50);
  private static final Task DOUBLE = new Task.Upscale(2);
  private static final TrainingPlan PLAN = SmallPlans.of(6, 1, Precision.FLOAT32, DENOISE, DOUBLE);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private static Path pictures;
  private static Photographs photographs;

  @TempDir private Path out;
  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void draw() throws IOException {
    GeneratedPhotographs.write(pictures, 3, 40);
    photographs =
        Photographs.open(
            pictures, new PicturePlan(PLAN.minimumSide(), 1, 1, PLAN.seed()), 0, line -> {});
  }

  private TrainingRun run() {
    return new TrainingRun(PLAN, photographs, out, progress::add);
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
    assertThat(log).hasSize(2);
    assertThat(log.get(0))
        .isEqualTo("step,denoise-50 L1,denoise-50 dB RGB,upscale-x2 L1,upscale-x2 dB RGB");
    String[] row = log.get(1).split(",");
    assertThat(row).hasSize(5);
    assertThat(row[0]).isEqualTo("6");
    // L1 of the noise is 39.9 levels unclipped; noise of sigma 50 is 14.15 dB, rounded a little up.
    assertThat(Double.parseDouble(row[1])).isBetween(30.0, 42.0);
    assertThat(Double.parseDouble(row[2])).isBetween(13.5, 18.0);
    assertThat(progress).last().asString().startsWith("step 6 of 6");
  }

  @Test
  void run_outOfTime_endsCleanly_andCanGoOn() throws IOException {
    assertThat(TrainingRun.canResume(out)).isFalse();

    assertThat(run().run(false, Duration.ZERO)).isFalse();

    assertThat(TrainingRun.canResume(out)).isTrue();
    assertThat(ModelFolder.open(out.toString()).card().training()).containsEntry("steps", 1);
  }

  @Test
  void run_resumed_endsWhereAnUninterruptedOneEnds(@TempDir Path whole) throws IOException {
    run().run(false, Duration.ZERO);
    assertThat(run().run(true, LONG)).isTrue();
    new TrainingRun(PLAN, photographs, whole, progress::add).run(false, LONG);

    assertThat(progress).contains("going on from step 1 of 6");
    assertThat(ModelFolder.open(out.toString()).fingerprint())
        .isEqualTo(ModelFolder.open(whole.toString()).fingerprint());
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

  /** The loss is the mean over the steps since the last row, however many these are. */
  @Test
  void run_resumed_logsTheMeanOfItsOwnSteps() throws IOException {
    run().run(false, Duration.ZERO);
    run().run(true, LONG);

    String row = Files.readAllLines(out.resolve("log.csv")).get(1);
    assertThat(Double.parseDouble(row.split(",")[1])).isBetween(30.0, 42.0);
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.jvm.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a JVM of its own, killed as by SIGKILL in the middle of its work. It saves after
 * every step, so that many a kill comes while a checkpoint is written.
 */
class TrainingCrashIT {
  private static final int STEPS = 200;
  private static final int[] KILLED_AT = {1, 70, 150};
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final String PLAN =
      """
      name: small
      tasks:
        - task: denoise
          sigma: 1 to 60
        - task: upscale-x2
      tile: 16 px
      architecture:
        features: 4
        window: 4
        token: 2
        width: 8
        attention-heads: 2
        feed-forward: 16
        encoder-layers: 1
        decoder-layers: 1
        head-blocks: 1
        head-kernel: 3
        stem: 2
        blocks-before: 1
        blocks-after: 1
        projection: true
        image-residual: true
        value-scale: 63.75
      crop: 16 px
      crops-per-task: 4
      steps: %d
      learning-rate: 0.01
      validate-every: 50
      precision: float32
      """
          .formatted(STEPS);

  @TempDir private Path temp;
  private Path plan;
  private Path pictures;

  @BeforeEach
  void write() throws IOException {
    plan = Files.writeString(temp.resolve("small.yaml"), PLAN);
    pictures = Files.createDirectory(temp.resolve("pictures"));
    GeneratedPhotographs.write(pictures, 4, 48);
  }

  @Test
  @Timeout(300)
  void killedAgainAndAgain_itEndsWithTheWeightsOfAnUndisturbedRun() throws Exception {
    Path killed = temp.resolve("killed");
    for (int step : KILLED_AT) {
      Process run = start(killed, "0");
      try {
        awaitStep(killed, step, run);
      } finally {
        run.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      assertThat(TrainingRun.firstStep(killed)).isBetween(step, STEPS - 1);
      assertThat(killed.resolve("weights.safetensors")).doesNotExist();
    }
    end(start(killed, "0"));
    Path whole = temp.resolve("whole");
    end(start(whole, "120"));

    assertThat(Files.readAllBytes(killed.resolve("weights.safetensors")))
        .isEqualTo(Files.readAllBytes(whole.resolve("weights.safetensors")));
    assertThat(decibels(killed)).isEqualTo(decibels(whole)).hasSize(STEPS / 50);
    assertThat(Files.list(killed).map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder(
            "card.json",
            "checkpoint.safetensors",
            "curve.svg",
            "log.csv",
            "report.html",
            "sheet.png",
            "weights.safetensors");
  }

  @Test
  @Timeout(300)
  void aSecondTrainingInTheFolder_isRefused_andTheFirstGoesOn() throws Exception {
    Path folder = temp.resolve("shared");
    Process first = start(folder, "0");
    try {
      awaitStep(folder, 1, first);
      Process second = start(folder, "0", "second.txt");
      assertThat(second.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(second.exitValue()).isEqualTo(1);
      assertThat(temp.resolve("second.txt"))
          .hasContent(
              "another training is at work in "
                  + folder
                  + "; let it end first, or train in another folder");
      awaitStep(folder, TrainingRun.firstStep(folder) + 1, first);
    } finally {
      first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Every checkpoint that can be seen is a whole one: reading it never fails. */
  private static void awaitStep(Path folder, int step, Process run) throws Exception {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!TrainingRun.canResume(folder) || TrainingRun.firstStep(folder) < step) {
      assertThat(run.isAlive()).as("it ended before it could be killed").isTrue();
      assertThat(System.nanoTime()).as("waited for step %d", step).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Process start(Path folder, String checkpointEvery) throws IOException {
    return start(folder, checkpointEvery, "said.txt");
  }

  private Process start(Path folder, String checkpointEvery, String said) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ChildJvm.QUICK_TO_START);
    words.addAll(
        List.of(
            "io.iptstreams.cli.Main",
            "train",
            plan.toString(),
            "--data",
            pictures.toString(),
            "--out",
            folder.toString(),
            "--checkpoint-every",
            checkpointEvery,
            "--resume"));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(temp.resolve(said).toFile());
    return builder.start();
  }

  private void end(Process run) throws Exception {
    try {
      assertThat(run.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.exitValue())
        .as(Files.readString(temp.resolve("said.txt"), StandardCharsets.UTF_8))
        .isZero();
  }

  /** Steps and decibels of the log: losses are means since the resumption, minutes are time. */
  private static List<List<String>> decibels(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("log.csv")).stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(cells -> List.of(cells[0], cells[5], cells[7]))
        .toList();
  }
}

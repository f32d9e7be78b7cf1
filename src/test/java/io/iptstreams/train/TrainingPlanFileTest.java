package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.iptstreams.model.Precision;
import io.iptstreams.settings.SettingsException;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingPlanFileTest {
  private static final Path PLANS = Path.of("src/main/resources/plans");
  private static final Path NANO = PLANS.resolve("ipt-nano.yaml");

  @TempDir private Path folder;

  static List<Path> plans() throws IOException {
    try (Stream<Path> files = Files.list(PLANS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The plan of ipt-nano after some edits, each a pair of text and replacement. */
  private Path edited(String... edits) throws IOException {
    String text = Files.readString(NANO);
    for (int i = 0; i < edits.length; i += 2) {
      assertThat(text).contains(edits[i]);
      text = text.replace(edits[i], edits[i + 1]);
    }
    return Files.writeString(folder.resolve("plan.yaml"), text);
  }

  /** Line in which a text of ipt-nano's plan stands, from 1. */
  private static int lineOf(String text) throws IOException {
    List<String> lines = Files.readAllLines(NANO);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(NANO + " has no \"" + text + "\"");
  }

  private static List<String> mistakes(Path file) {
    return catchThrowableOfType(SettingsException.class, () -> TrainingPlanFile.read(file))
        .mistakes();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void read_ofEveryBundledPlan_givesAPlanOfTheFilesName(Path file) {
    assertThat(TrainingPlanFile.read(file).name() + ".yaml")
        .isEqualTo(file.getFileName().toString());
  }

  @Test
  void read_ofIptNano_findsWhatIsWritten() {
    TrainingPlan plan = TrainingPlanFile.read(NANO);

    assertThat(plan.tasks())
        .containsExactly(
            new Task.Denoise(30), new Task.Denoise(50), new Task.Derain(), new Task.Upscale(2));
    assertThat(plan.architecture().projection()).isTrue();
    assertThat(plan.architecture().imageResidual()).isTrue();
    assertThat(plan.architecture().valueScale()).isEqualTo(63.75f);
    assertThat(plan.precision()).isEqualTo(Precision.BFLOAT16);
  }

  @Test
  void read_ofSeveralMistakes_reportsAllWithTheirLines() throws IOException {
    Path file =
        edited(
            "derain",
            "dehaze",
            "features: 32",
            "featurs: 32",
            "crops-per-task: 6",
            "crops-per-task: none",
            "bfloat16  ",
            "float8  ");

    assertThat(mistakes(file))
        .satisfiesExactlyInAnyOrder(
            m ->
                assertThat(m)
                    .startsWith(file + ":" + lineOf("tasks:") + ": tasks: unknown task \"dehaze\""),
            m ->
                assertThat(m)
                    .startsWith(file + ":" + lineOf("features:") + ": unknown key")
                    .endsWith("did you mean features?"),
            m ->
                assertThat(m)
                    .startsWith(file + ":" + lineOf("architecture:"))
                    .endsWith("architecture.features is missing"),
            m ->
                assertThat(m)
                    .startsWith(file + ":" + lineOf("crops-per-task:"))
                    .contains("crops-per-task must be a whole number"),
            m ->
                assertThat(m)
                    .startsWith(file + ":" + lineOf("precision:"))
                    .contains("precision must be float32 or bfloat16, got \"float8\""));
  }

  @Test
  void read_ofSizesThatDoNotFitEachOther_saysWhichAndWhere() throws IOException {
    Path file = edited("token: 4", "token: 5");

    assertThat(mistakes(file))
        .containsExactly(
            file
                + ":"
                + lineOf("token:")
                + ": architecture.token must be a divisor of window 24, got 5");
  }

  @Test
  void read_ofACropOfBrokenWindows_pointsAtTheCrop() throws IOException {
    Path file = edited("crop: 48 px", "crop: 50 px");

    assertThat(mistakes(file))
        .containsExactly(
            file
                + ":"
                + lineOf("crop: 48")
                + ": crop must hold whole windows of every task, a multiple of 48 pixels for"
                + " denoise-30, got 50");
  }

  @Test
  void read_ofATileOfBrokenWindows_pointsAtTheTile() throws IOException {
    Path file = edited("tile: 96 px", "tile: 90 px");

    assertThat(mistakes(file))
        .containsExactly(
            file
                + ":"
                + lineOf("tile: 96")
                + ": tile must be a multiple of 48 pixels up to 4096, got 90");
  }

  @Test
  void read_ofAWidthThatNeedsAProjection_pointsAtTheArchitecture() throws IOException {
    Path file = edited("projection: true", "projection: false");

    assertThat(mistakes(file))
        .containsExactly(
            file
                + ":"
                + lineOf("architecture:")
                + ": architecture does not fit together: without projection, width must be"
                + " features · token² = 512, got 96");
  }

  @Test
  void read_ofATaskTwice_namesIt() throws IOException {
    Path file = edited("denoise-50", "denoise-30");

    assertThat(mistakes(file))
        .containsExactly(file + ":" + lineOf("tasks:") + ": tasks: denoise-30 is listed twice");
  }
}

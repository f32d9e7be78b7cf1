package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.iptstreams.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plan in the making: a small right one, of which a test changes lines. */
final class PlanText {
  private final Path file;
  private final List<String> lines =
      new ArrayList<>(
          List.of(
              "name: small",
              "tasks:",
              "  - task: denoise-30",
              "architecture: {features: 4, window: 4, token: 2, width: 8, attention-heads: 2,",
              "    feed-forward: 16, encoder-layers: 1, decoder-layers: 1, head-blocks: 1,",
              "    head-kernel: 3, stem: 2, projection: true}",
              "crop: 16 px",
              "crops-per-task: 4",
              "steps: 1000",
              "learning-rate: 0.01"));

  PlanText(Path folder) {
    this.file = folder.resolve("plan.yaml");
  }

  /** Every occurrence of a text replaced by another. */
  PlanText with(String text, String other) {
    assertThat(lines).anyMatch(line -> line.contains(text));
    lines.replaceAll(line -> line.replace(text, other));
    return this;
  }

  /** The same without the lines that start with one of these texts. */
  PlanText without(String... starts) {
    for (String start : starts) {
      assertThat(lines.removeIf(line -> line.startsWith(start))).isTrue();
    }
    return this;
  }

  /** Starts from the bundled model instead of from scratch. */
  PlanText fromNano() {
    return without("architecture", "    ", "crop: ").and("from: ipt-nano");
  }

  /** With lines at the end. */
  PlanText and(String... more) {
    lines.addAll(List.of(more));
    return this;
  }

  Path write() {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TrainingPlanFile read() {
    return TrainingPlanFile.read(write());
  }

  /** What reading it complains of: line, colon, words. */
  List<String> mistakes() {
    Path written = write();
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> TrainingPlanFile.read(written));
    assertThat(refusal).as("the plan is accepted").isNotNull();
    return refusal.mistakes().stream()
        .map(mistake -> mistake.substring(written.toString().length() + 1))
        .toList();
  }
}

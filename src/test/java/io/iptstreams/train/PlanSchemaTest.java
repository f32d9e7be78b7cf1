package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.settings.SettingsException;
import io.iptstreams.settings.SettingsSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whether the schema that editors use and the reader of plans agree, file by file. */
class PlanSchemaTest {
  private static final SettingsSchema SCHEMA = SettingsSchema.of("plan");

  private static final String SIZES =
      "features: 4, window: 4, token: 2, width: 8, attention-heads: 2, feed-forward: 16,"
          + " encoder-layers: 1, decoder-layers: 1, head-blocks: 1, head-kernel: 3, stem: 2";

  /** What a plan needs; a line of these is left out where a case has the key itself. */
  private static final List<String> NEEDED =
      List.of(
          "name: small",
          "tasks: [{ task: denoise-30 }]",
          "architecture: { " + SIZES + ", projection: true }",
          "crops-per-task: 8",
          "steps: 1000",
          "learning-rate: 0.01");

  static final List<String> GOOD =
      List.of(
          "",
          "name: a.b-3_x",
          "tasks: [{ task: denoise, sigma: 1 to 60, share: 16 }]",
          "tasks: [{ task: denoise, sigma: 25 }]",
          "tasks: [{ task: derain }, { task: upscale-x2 }, { task: denoise-99, share: 1 }]",
          "tasks: [{ task: deblock, degradation: jpeg, quality: 10 to 40 }]",
          "tasks: [{ task: grain, degradation: gaussian-noise, sigma: 0.5 to 255 }]",
          "tasks: [{ task: dark, degradation: poisson-gaussian, shot: 0.0001 to 0.012, read: 0 }]",
          "tasks: [{ task: dry, degradation: rain, share: 2 }]",
          "from: ipt-nano",
          "from: ipt-nano\nfreeze: [pretrained]\ntasks: [{ task: dry, degradation: rain }]",
          "from: ipt-nano\nteacher: ipt-tiny\ntasks: [{ task: derain }]\ncrop: 48 px",
          "freeze: []",
          "architecture: { "
              + SIZES
              + ", projection: true, blocks-before: 1, blocks-after: 64, image-residual: true,"
              + " value-scale: 63.75 }",
          "tile: 16 px",
          "tile: 4096",
          "data: dead-leaves",
          "crop: 16 px",
          "finish: 0",
          "reduce-to: 0.1",
          "batches: one-task",
          "steps: 16777216",
          "seed: 0",
          "contrastive: { weight: 0.0004 }",
          "contrastive: { form: supervised, weight: 10, temperature: 0.07 }",
          "optimiser: muon",
          "learning-rate: 0.0000001",
          "warm-up: 0.99",
          "decay:",
          "decay: { end: 0.5 }",
          "decay: { form: cosine, end: 0 }",
          "decay: { form: multi-step, at: [0.5, 0.8], factor: 0.2 }",
          "weight-decay: 1",
          "clip: 1000000",
          "average: 0.99999",
          "transformer-from: 1000",
          "transformer-rate: 100",
          "validate-every: 1",
          "precision: bfloat16");

  static final List<String> BAD =
      List.of(
          "optimizer: muon",
          "name: a/b",
          "name: ..",
          "tasks: []",
          "tasks: { task: derain }",
          "tasks: [derain]",
          "tasks: [{ share: 2 }]",
          "tasks: [{ task: denoise }]",
          "tasks: [{ task: denoise, sigma: 5 to }]",
          "tasks: [{ task: denoise, sigma: 1.5 }]",
          "tasks: [{ task: denoise-30, sigma: 30 }]",
          "tasks: [{ task: denoise, sigma: 30, degradation: jpeg }]",
          "tasks: [{ task: derain, degradation: rain }]",
          "tasks: [{ task: derain, share: 17 }]",
          "tasks: [{ task: dehaze }]",
          "tasks: [{ task: denoise-100 }]",
          "tasks: [{ task: upscale-x5 }]",
          "tasks: [{ task: De Block, degradation: rain }]",
          "tasks: [{ task: reject, degradation: rain }]",
          "tasks: [{ task: deblock, degradation: jpg, quality: 3 }]",
          "tasks: [{ task: deblock, degradation: jpeg }]",
          "tasks: [{ task: deblock, degradation: jpeg, quality: 3, sigma: 3 }]",
          "tasks: [{ task: dark, degradation: poisson-gaussian, shot: 0.1 }]",
          "tasks: [{ task: dry, degradation: rain, sigma: 3 }]",
          "from: ipt-nano\narchitecture: { " + SIZES + ", projection: true }",
          "freeze: [pretrained]",
          "architecture: { features: 4 }",
          "architecture: { " + SIZES + ", projection: true, dropout: 0.1 }",
          "architecture: { " + SIZES + ", projection: maybe }",
          "architecture: { "
              + SIZES.replace("head-kernel: 3", "head-kernel: 4")
              + ", projection: true }",
          "architecture: { " + SIZES.replace("stem: 2", "stem: 3") + ", projection: true }",
          "tile: 0",
          "tile: 4097",
          "tile: 16 cm",
          "crop: 1025",
          "crops-per-task: 0",
          "crops-per-task: 1025",
          "finish: 1.5",
          "reduce-to: 0.05",
          "batches: all",
          "steps: 0",
          "steps: 16777217",
          "steps: many",
          "seed: -1",
          "teacher: [ipt-nano]",
          "contrastive: { form: paper }",
          "contrastive: { form: papre, weight: 1 }",
          "contrastive: { weight: 11 }",
          "contrastive: { weight: 1, temperature: 0.07 }",
          "contrastive: { form: paper, weight: 1, temperature: 0.07 }",
          "optimiser: sgd",
          "learning-rate: 1",
          "learning-rate: fast",
          "warm-up: 1",
          "decay: cosine",
          "decay: { form: linear }",
          "decay: { form: cosine, at: [0.5] }",
          "decay: { form: multi-step, factor: 0.2 }",
          "decay: { form: multi-step, at: [], factor: 0.2 }",
          "decay: { form: multi-step, at: [1.5], factor: 0.2 }",
          "decay: { form: multi-step, at: [0.5] }",
          "decay: { form: multi-step, at: [0.5], factor: 0.2, end: 0.1 }",
          "weight-decay: 2",
          "clip: 0",
          "average: 1",
          "transformer-from: -1",
          "transformer-rate: 101",
          "validate-every: 0",
          "precision: float16");

  /**
   * What takes arithmetic, another place of the file or a model; editors leave it to the command.
   */
  static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "name: a\nname: b",
          "tasks: [{ task: derain }, { task: derain }]",
          "tasks: [{ task: denoise, sigma: 60 to 1 }]",
          "tasks: [{ task: denoise, sigma: 0 to 100 }]",
          "tasks: [{ task: dark, degradation: poisson-gaussian, shot: 0.1, read: 0 to 0.1 }]",
          "from: ipt-nana",
          "teacher: ipt-nano",
          "from: ipt-nano\nfreeze: [boddy]\ntasks: [{ task: dry, degradation: rain }]",
          "architecture: { " + SIZES.replace("token: 2", "token: 3") + ", projection: true }",
          "architecture: { " + SIZES.replace("width: 8", "width: 12") + " }",
          "tile: 15 px",
          "crop: 20 px",
          "crop: 4000 px",
          "transformer-from: 1001",
          "decay: { form: multi-step, at: [0.8, 0.5], factor: 0.2 }");

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("GOOD")
  void aGoodPlan_isGoodForBoth(String yaml) {
    assertThat(SCHEMA.mistakes(file(yaml))).isEmpty();
    assertThatCode(() -> read(yaml)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void aBadPlan_isBadForBoth(String yaml) {
    assertThat(SCHEMA.mistakes(file(yaml))).isNotEmpty();
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(SettingsException.class);
  }

  @ParameterizedTest
  @FieldSource("BEYOND_A_SCHEMA")
  void whatASchemaCannotSay_isSaidByTheReader(String yaml) {
    assertThat(SCHEMA.mistakes(file(yaml))).isEmpty();
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(SettingsException.class);
  }

  @Test
  void everyNeededKey_isMissedByBoth() {
    for (String needed : NEEDED) {
      String plan = String.join("\n", NEEDED.stream().filter(line -> line != needed).toList());
      assertThat(SCHEMA.mistakes(plan)).as("without %s", needed).isNotEmpty();
      Path file = write(plan);
      assertThatThrownBy(() -> TrainingPlanFile.read(file)).isInstanceOf(SettingsException.class);
    }
  }

  @Test
  void theShippedPlans_areGood_andSayWhereTheirSchemaIs() throws IOException {
    SCHEMA.assertGood(Path.of("src/main/resources/plans"));
  }

  @Test
  void theSchema_isOne() {
    assertThat(SCHEMA.ownMistakes()).isEmpty();
  }

  private TrainingPlanFile read(String yaml) {
    return TrainingPlanFile.read(write(file(yaml)));
  }

  private Path write(String yaml) {
    try {
      return Files.writeString(folder.resolve("plan.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String yaml) {
    Stream<String> needed =
        NEEDED.stream()
            .filter(
                line -> {
                  String key = line.substring(0, line.indexOf(':'));
                  boolean its = yaml.lines().anyMatch(own -> own.startsWith(key + ":"));
                  boolean ofFrom = key.equals("architecture") && yaml.contains("from: ipt");
                  return !its && !ofFrom;
                });
    return Stream.concat(needed, yaml.lines()).reduce("", (text, line) -> text + line + "\n");
  }
}

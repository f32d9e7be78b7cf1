package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import io.iptstreams.train.DeadLeaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that cannot start or go on says so in one sentence, and ends with status 1. */
class TrainFailuresIT {
  @TempDir private static Path pictures;
  @TempDir private Path temp;

  @BeforeAll
  static void draw() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.write(
          pictures.resolve(i + ".png"),
          ImageCodec.encode(DeadLeaves.draw(40, 40, new Random(i)), ImageFormat.PNG));
    }
  }

  /** Weights so large that the first product overflows, to go on from. */
  private Path explodingModel() throws IOException {
    ModelFolder fresh = SmallNetworks.fresh(SmallNetworks.COMPACT, 16, new Task.Derain());
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    fresh
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[tensor.values().length];
              Arrays.fill(values, 1e30f);
              tensors.put(name, new Weights.Tensor(tensor.shape(), values));
            });
    Path folder = temp.resolve("exploding");
    ModelFolder.write(folder, fresh.card(), new Weights(tensors));
    return folder;
  }

  private Path sound() throws IOException {
    ModelFolder fresh = SmallNetworks.fresh(SmallNetworks.COMPACT, 16, new Task.Derain());
    Path folder = temp.resolve("sound");
    ModelFolder.write(folder, fresh.card(), fresh.weights());
    return folder;
  }

  private Path plan(Path from, int steps) throws IOException {
    return Files.writeString(
        temp.resolve("plan.yaml"),
        """
        name: small
        from: %s
        tasks:
          - task: derain
        crop: 16 px
        crops-per-task: 2
        steps: %d
        learning-rate: 0.001
        precision: float32
        """
            .formatted(from, steps));
  }

  private Spoken train(Path plan, Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train", plan.toString(), "--data", pictures.toString(), "--out", out.toString()));
    words.addAll(List.of(more));
    return Spoken.of(words.toArray(String[]::new));
  }

  private static void assertFailed(Spoken spoken, String... parts) {
    assertEnded(1, spoken, parts);
  }

  private static void assertEnded(int status, Spoken spoken, String... parts) {
    assertThat(spoken.status()).as(spoken.err()).isEqualTo(status);
    assertThat(
            spoken
                .err()
                .lines()
                .filter(line -> !line.startsWith("learning from "))
                .filter(line -> !line.startsWith("training on ")))
        .singleElement()
        .asString()
        .contains(parts);
  }

  @Test
  void aLossThatIsNotFinite_endsTheRun_andLeavesNothingBehind() throws IOException {
    Path out = temp.resolve("out");

    assertFailed(
        train(plan(explodingModel(), 10), out),
        "step 0 is not finite",
        "no checkpoint was written yet");
    assertThat(out.resolve("weights.safetensors")).doesNotExist();
    assertThat(out.resolve("checkpoint.safetensors")).doesNotExist();
  }

  @Test
  void aGpuThatIsNotThere_isSaidBeforeAnythingIsMade() throws IOException {
    Path out = temp.resolve("out");

    assertFailed(
        train(plan(sound(), 2), out, "--device", "gpu:99"), "there is no gpu:99: the engine finds");
    assertThat(out).doesNotExist();
  }

  @Test
  void anOutputFolderThatIsAFile_isNamed() throws IOException {
    Path out = Files.writeString(temp.resolve("out"), "a file");

    assertFailed(train(plan(sound(), 2), out), out + " is a file, where a folder is needed");
  }

  @Test
  void aCheckpointOfAnotherPlan_isRefusedByWhatDiffers() throws IOException {
    Path out = temp.resolve("out");
    assertThat(train(plan(sound(), 2), out).status()).isZero();

    assertFailed(train(plan(sound(), 3), out, "--resume"), "steps was 2, now it is 3.");
    assertEnded(2, train(plan(sound(), 2), out), "--resume");
  }

  @Test
  void checkpointEvery_belowZero_isWrongUsage() throws IOException {
    Spoken spoken = train(plan(sound(), 2), temp.resolve("out"), "--checkpoint-every", "-1");

    assertThat(spoken.status()).isEqualTo(2);
    assertThat(spoken.err()).contains("--checkpoint-every must be 0 to 86400 s, got -1");
  }
}

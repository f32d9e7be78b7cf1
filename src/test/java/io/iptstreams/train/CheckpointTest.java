package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final Weights STATE =
      new Weights(Map.of("step", new Weights.Tensor(List.of(1), new float[] {7})));
  private static final Spent SPENT = new Spent(1.5, 80.25, 2.125, 1234);
  private static final Map<String, String> FACTS =
      facts("task 1", "derain", "steps", "100", "learning-rate", "0.002");

  @TempDir private Path temp;
  private RunFolder folder;

  @BeforeEach
  void open() {
    folder = new RunFolder(temp);
  }

  private static Map<String, String> facts(String... words) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      facts.put(words[i], words[i + 1]);
    }
    return facts;
  }

  private String refusal(Map<String, String> now) {
    Checkpoint checkpoint = new Checkpoint(STATE, FACTS, SPENT);
    try {
      checkpoint.requireSame(now, folder);
      return "";
    } catch (TrainingException e) {
      return e.getMessage();
    }
  }

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    assertThat(Checkpoint.isIn(folder)).isFalse();
    new Checkpoint(STATE, FACTS, SPENT).write(folder);

    assertThat(Checkpoint.isIn(folder)).isTrue();
    Checkpoint read = Checkpoint.read(folder);
    assertThat(read.facts()).containsExactlyEntriesOf(FACTS);
    assertThat(read.spent()).isEqualTo(SPENT);
    assertThat(read.state().tensors().get("step").values()).containsExactly(7);
  }

  @Test
  void read_ofHalfAFile_saysWhichFile() throws IOException {
    new Checkpoint(STATE, FACTS, SPENT).write(folder);
    Path file = temp.resolve("checkpoint.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(file + " is no checkpoint to go on from: ");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 0.5f, 1e9f})
  void read_ofAStepThatIsNone_isRefused(float step) throws IOException {
    Weights state = new Weights(Map.of("step", new Weights.Tensor(List.of(1), new float[] {step})));
    new Checkpoint(state, FACTS, SPENT).write(folder);

    assertRefused("its step must be a whole number up to 16777216, got " + step);
  }

  @Test
  void read_withoutAStep_isRefused() throws IOException {
    new Checkpoint(new Weights(Map.of()), FACTS, SPENT).write(folder);

    assertRefused("the checkpoint has no fitting step");
  }

  @Test
  void read_ofTimeThatWentBackwards_isRefused() throws IOException {
    new Checkpoint(STATE, FACTS, new Spent(1.5, -1, 0, 0)).write(folder);

    assertRefused("spent.trainingSeconds must be a number from 0 on");
  }

  @Test
  void read_withoutWhatWasSpent_saysWhatIsMissing() throws IOException {
    folder.write("checkpoint.safetensors", out -> SafeTensors.write(STATE, FACTS, out));

    assertRefused("spent.minutes is missing");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            temp.resolve("checkpoint.safetensors") + " is no checkpoint to go on from: " + why);
  }

  @Test
  void requireSame_ofTheSameFacts_isSilent() {
    assertThatCode(
            () ->
                new Checkpoint(STATE, FACTS, SPENT).requireSame(new LinkedHashMap<>(FACTS), folder))
        .doesNotThrowAnyException();
  }

  @Test
  void requireSame_namesWhatDiffers_andNothingElse() {
    assertThat(refusal(facts("task 1", "derain", "steps", "100", "learning-rate", "0.001")))
        .isEqualTo(
            "the checkpoint in "
                + temp
                + " is of another plan or other pictures: learning-rate was 0.002, now it is 0.001."
                + " Go on with its own, or begin in another folder");
  }

  @Test
  void requireSame_noticesWhatIsGoneAndWhatIsNew() {
    assertThat(refusal(facts("task 1", "derain", "task 2", "upscale-x2", "steps", "100")))
        .contains("learning-rate was 0.002, now it is nothing")
        .contains("task 2 was nothing, now it is upscale-x2");
  }

  @Test
  void requireSame_ofManyDifferences_namesTheFirstFive() {
    Map<String, String> now = new LinkedHashMap<>(FACTS);
    for (int i = 1; i <= 7; i++) {
      now.put("key " + i, "new");
    }

    assertThat(refusal(now))
        .contains("key 5 was")
        .doesNotContain("key 6 was")
        .contains("; and 2 more");
  }

  @Test
  void requireSame_shortensHashes() {
    Map<String, String> now = new LinkedHashMap<>(FACTS);
    now.put("picturesSha256", "0123456789abcdef".repeat(4));

    assertThat(refusal(now)).contains("picturesSha256 was nothing, now it is 0123456789ab….");
  }

  @Test
  void requireSame_keepsWordsOfAForgedFileOnOneLine() {
    String noise = "\n\u001b[31m".repeat(10_000);
    Checkpoint forged = new Checkpoint(STATE, Map.of("task 1" + noise, noise), SPENT);

    assertThatThrownBy(() -> forged.requireSame(FACTS, folder))
        .hasMessageNotContainingAny("\n", "\u001b")
        .extracting(refusal -> refusal.getMessage().length())
        .asInstanceOf(INTEGER)
        .isLessThan(1000);
  }
}

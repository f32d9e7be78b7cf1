package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut leaves of a model that is written over another one, step by step. Neither's
 * weights fit the other's card.
 *
 * <pre>
 *   weights.safetensors   old   old   old   old   new   new
 *                  .part        half  new   new
 *   card.json             old   old   old   old   old   new
 *        .part                        half  new   new
 *   read as               old   old   old   old   new   new
 * </pre>
 */
class ModelFolderPowerCutTest {
  private static final String CARD = "card.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String CARD_PART = "card.json.part";
  private static final String WEIGHTS_PART = "weights.safetensors.part";

  private static final ModelFolder OLD =
      SmallNetworks.fresh(SmallNetworks.COMPACT, 8, new Task.Derain());
  private static final ModelFolder NEW =
      SmallNetworks.fresh(SmallNetworks.COMPACT, 8, new Task.Upscale(2), new Task.Denoise(30));

  @TempDir private Path folder;
  @TempDir private Path elsewhere;

  @BeforeEach
  void writeOld() throws IOException {
    ModelFolder.write(folder, OLD.card(), OLD.weights());
    ModelFolder.write(elsewhere, NEW.card(), NEW.weights());
  }

  private byte[] ofNew(String file) throws IOException {
    return Files.readAllBytes(elsewhere.resolve(file));
  }

  private void put(String file, byte[] bytes) throws IOException {
    Files.write(folder.resolve(file), bytes);
  }

  private void putHalf(String file, byte[] bytes) throws IOException {
    put(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** Also that the next write does not stumble over what is left. */
  private void assertReadAs(ModelFolder expected) throws IOException {
    assertThat(ModelFolder.open(folder.toString()).card().tasks())
        .isEqualTo(expected.card().tasks());

    ModelFolder.write(folder, OLD.card(), OLD.weights());
    assertThat(ModelFolder.open(folder.toString()).card().tasks()).isEqualTo(OLD.card().tasks());
    assertThat(Files.list(folder)).hasSize(2);
  }

  @Test
  void cutWithinTheWeights_leavesTheOldModel() throws IOException {
    putHalf(WEIGHTS_PART, ofNew(WEIGHTS));

    assertReadAs(OLD);
  }

  @Test
  void cutWithinTheCard_leavesTheOldModel() throws IOException {
    put(WEIGHTS_PART, ofNew(WEIGHTS));
    putHalf(CARD_PART, ofNew(CARD));

    assertReadAs(OLD);
  }

  @Test
  void cutBeforeEitherGetsItsName_leavesTheOldModel() throws IOException {
    put(WEIGHTS_PART, ofNew(WEIGHTS));
    put(CARD_PART, ofNew(CARD));

    assertReadAs(OLD);
  }

  @Test
  void cutBetweenTheTwoNames_leavesTheNewModel() throws IOException {
    put(WEIGHTS, ofNew(WEIGHTS));
    put(CARD_PART, ofNew(CARD));

    assertReadAs(NEW);
  }

  @Test
  void cutBetweenTheTwoNames_ofAFirstModel_leavesIt() throws IOException {
    Files.delete(folder.resolve(CARD));
    put(WEIGHTS, ofNew(WEIGHTS));
    put(CARD_PART, ofNew(CARD));

    assertThat(ModelFolder.isIn(folder)).isTrue();
    assertReadAs(NEW);
  }

  @Test
  void isIn_ofAFolderWithoutACard_isFalse() throws IOException {
    Files.delete(folder.resolve(CARD));

    assertThat(ModelFolder.isIn(folder)).isFalse();
  }

  /** The card of the model before has to get its name first, or its weights would lose it. */
  @Test
  void cutAgainInTheNextWrite_leavesTheModelBeforeIt() throws IOException {
    put(WEIGHTS, ofNew(WEIGHTS));
    put(CARD_PART, ofNew(CARD));

    assertThatThrownBy(() -> ModelFolder.write(folder, OLD.card(), weightsThatEndTheWrite()))
        .isInstanceOf(NullPointerException.class);
    assertThat(folder.resolve(WEIGHTS_PART)).exists();

    assertReadAs(NEW);
  }

  private static Weights weightsThatEndTheWrite() {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(OLD.weights().tensors());
    tensors.put("nothing", null);
    return new Weights(tensors);
  }
}

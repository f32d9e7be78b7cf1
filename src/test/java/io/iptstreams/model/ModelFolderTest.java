package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final ModelFolder SMALL =
      SmallNetworks.fresh(
          SmallNetworks.COMPACT,
          8,
          new Task.Derain(),
          new Task.Upscale(2),
          new Task.Custom("dehaze", 1));

  @TempDir private Path folder;

  @Test
  void open_ofAWrittenFolder_givesCardAndWeightsBack() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    ModelFolder read = ModelFolder.open(folder.toString());
    assertThat(read.card()).isEqualTo(SMALL.card().withWeightsSha256(read.card().weightsSha256()));
    assertThat(read.weights().parameters()).isEqualTo(SMALL.weights().parameters());
    assertThat(read.card().taskSet())
        .isEqualTo(
            TaskSet.of(new Task.Derain(), new Task.Upscale(2), new Task.Custom("dehaze", 1)));
  }

  @Test
  void open_ofAHeadForARangeOfNoise_knowsEveryStrengthInIt() throws IOException {
    TaskSet tasks = new TaskSet(List.of(new Ability.DenoiseRange(5, 50)));
    ModelFolder model = SmallNetworks.fresh(SmallNetworks.COMPACT, 16, tasks);
    ModelFolder.write(folder, model.card(), model.weights());
    assertThat(ModelFolder.open(folder.toString()).card().taskSet()).isEqualTo(tasks);
  }

  @Test
  void fingerprint_changesWithOneWeight() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String before = ModelFolder.open(folder.toString()).fingerprint();
    SMALL.weights().tensors().get("body.norm.bias").values()[0] += 1;
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    assertThat(ModelFolder.open(folder.toString()).fingerprint()).hasSize(64).isNotEqualTo(before);
  }

  @Test
  void open_ofWeightsWithOneFlippedByte_saysThatTheyAreNotThoseOfTheCard() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String right = ModelFolder.open(folder.toString()).card().weightsSha256();
    byte[] weights = Files.readAllBytes(folder.resolve(ModelFolder.WEIGHTS));
    weights[weights.length - 4] ^= 1;
    Files.write(folder.resolve(ModelFolder.WEIGHTS), weights);

    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights.safetensors is not the file that the card belongs to")
        .hasMessageEndingWith("the card says " + right);
  }

  @Test
  void open_ofACardThatHoldsNoDigest_believesTheWeights() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    Files.writeString(folder.resolve(ModelFolder.CARD), SMALL.card().toJson());

    assertThat(ModelFolder.open(folder.toString()).card()).isEqualTo(SMALL.card());
  }

  @Test
  void open_ofACardWithHalfADigest_saysWhatItMustBe() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String card = SMALL.card().toJson().replace("\"tile\"", "\"weightsSha256\" : \"ab\", \"tile\"");
    Files.writeString(folder.resolve(ModelFolder.CARD), card);

    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .hasMessageContaining("weightsSha256 must be 64 digits of 0-9a-f, got \"ab\"");
  }

  @Test
  void open_ofWeightsThatDoNotFit_namesTheDifferences() throws IOException {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(SMALL.weights().tensors());
    tensors.remove("head.0.0.bias");
    tensors.put("body.norm.weight", new Weights.Tensor(List.of(3), new float[3]));
    tensors.put("stranger", new Weights.Tensor(List.of(1), new float[1]));
    ModelFolder.write(folder, SMALL.card(), new Weights(tensors));
    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing head.0.0.bias [4]")
        .hasMessageContaining("body.norm.weight is [3] and should be [8]")
        .hasMessageContaining("unknown stranger");
  }

  @Test
  void open_ofWeightsThatDoNotFitAtAll_namesTheFirstFew_andCountsTheRest() throws IOException {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      tensors.put("stranger." + i, new Weights.Tensor(List.of(1), new float[1]));
    }
    ModelFolder.write(folder, SMALL.card(), new Weights(tensors));

    int expected = SMALL.weights().tensors().size();
    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing head.0.0.weight")
        .hasMessageEndingWith("; and " + (expected + 1000 - 5) + " more");
  }

  @Test
  void open_ofACardOfManyMegabytes_isRefusedUnread() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    Files.write(folder.resolve(ModelFolder.CARD), new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("card.json has 1048577 bytes, at most 1048576 are read");
  }

  @Test
  void write_ofTensorsInAnotherOrder_keepsTheOfficialOne() throws IOException {
    Map<String, Weights.Tensor> sorted = new TreeMap<>(SMALL.weights().tensors());
    assertThat(List.copyOf(sorted.keySet()))
        .isNotEqualTo(List.copyOf(SMALL.weights().tensors().keySet()));

    ModelFolder.write(folder, SMALL.card(), new Weights(sorted));

    assertThat(ModelFolder.open(folder.toString()).weights().tensors().keySet())
        .containsExactlyElementsOf(SMALL.weights().tensors().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{} {}", "7"})
  void open_ofACardThatIsNone_saysThatItIsTheCard(String card) throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    Files.writeString(folder.resolve(ModelFolder.CARD), card);

    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("model " + folder + ": card.json: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"scale\" : 1}", "{\"id\" : \"derain\", \"scale\" : 1.5}"})
  void open_ofACardWithABrokenTask_isRefusedWithoutACrash(String task) throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String card =
        SMALL.card().toJson().replaceFirst("\"tasks\" : \\[", "\"tasks\" : [ " + task + ",");
    Files.writeString(folder.resolve(ModelFolder.CARD), card);

    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("card.json: ")
        .hasMessageNotContaining("because");
  }

  @Test
  void open_ofACardWithAnUnknownKey_namesIt() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String card = SMALL.card().toJson().replace("\"tile\"", "\"tyle\" : 1, \"tile\"");
    Files.write(folder.resolve(ModelFolder.CARD), card.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tyle");
  }

  @Test
  void open_ofACardWithoutASize_namesIt() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String card = SMALL.card().toJson().replaceFirst("\"window\" : 4,", "");
    Files.write(folder.resolve(ModelFolder.CARD), card.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("architecture.window");
  }

  @Test
  void open_ofACardWithAWrongSize_saysWhatWouldBeRight() throws IOException {
    ModelFolder.write(folder, SMALL.card(), SMALL.weights());
    String card = SMALL.card().toJson().replace("\"token\" : 2", "\"token\" : 3");
    Files.write(folder.resolve(ModelFolder.CARD), card.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelFolder.open(folder.toString()))
        .hasMessageContaining("architecture.token must be a divisor of window 4, got 3");
  }

  @Test
  void open_ofNeitherNameNorFolder_listsTheBundledModels() {
    assertThatThrownBy(() -> ModelFolder.open("ipt-giant"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no model \"ipt-giant\"")
        .hasMessageContaining("ipt-nano");
  }

  @Test
  void bundledModels_areAllThere() {
    for (String name : ModelFolder.BUNDLED) {
      ModelCard card = ModelFolder.open(name).card();
      assertThat(card.name()).isEqualTo(name);
      // Else nobody would have compared it.
      assertThat(card.weightsSha256()).as(name).isNotNull();
    }
  }
}

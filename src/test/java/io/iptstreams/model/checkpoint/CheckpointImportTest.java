package io.iptstreams.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointImportTest {
  private static final ModelFolder SMALL =
      SmallNetworks.fresh(
          SmallNetworks.PLAIN,
          6,
          new Task.Upscale(2),
          new Task.Upscale(3),
          new Task.Upscale(4),
          new Task.Derain());
  private static final List<String> TASKS =
      List.of("upscale-x2", "upscale-x3", "upscale-x4", "derain");

  /** What an official checkpoint holds beside the trained tensors. */
  private static Map<String, Weights.Tensor> official() {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(SMALL.weights().tensors());
    for (int sign : new int[] {-1, 1}) {
      String name = sign < 0 ? "sub_mean" : "add_mean";
      tensors.put(
          name + ".weight",
          new Weights.Tensor(List.of(3, 3, 1, 1), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}));
      float[] mean = {sign * 114.444f, sign * 111.4605f, sign * 103.02f};
      tensors.put(name + ".bias", new Weights.Tensor(List.of(3), mean));
    }
    tensors.put(
        "body.position_encoding.position_ids",
        new Weights.Tensor(List.of(1, 4), new float[] {0, 1, 2, 3}));
    return tensors;
  }

  private static CheckpointImport imported(
      Map<String, Weights.Tensor> tensors, List<String> tasks) {
    return CheckpointImport.of(new Weights(tensors), "small", tasks, 4, Map.of());
  }

  @Test
  void of_readsSizesAndScalesOffTheShapes() {
    CheckpointImport imported = imported(official(), TASKS);
    assertThat(imported.card()).isEqualTo(SMALL.card());
    assertThat(imported.weights().tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(SMALL.weights().tensors().keySet());
  }

  @Test
  void of_takesNamesThatAreNotBuiltIn() {
    CheckpointImport imported =
        imported(official(), List.of("upscale-x2", "upscale-x3", "upscale-x4", "dehaze"));
    assertThat(imported.card().taskSet().find("dehaze")).contains(new Task.Custom("dehaze", 1));
  }

  @Test
  void of_namesEveryMissingUnknownAndMisshapenTensorAtOnce() {
    Map<String, Weights.Tensor> tensors = official();
    tensors.remove("body.encoder.layers.0.linear1.bias");
    tensors.remove("sub_mean.bias");
    tensors.put("body.query_embed.weight", new Weights.Tensor(List.of(1), new float[1]));
    tensors.put("module.extra", new Weights.Tensor(List.of(1), new float[1]));
    assertThatThrownBy(() -> imported(tensors, TASKS))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing body.encoder.layers.0.linear1.bias [72]")
        .hasMessageContaining("missing sub_mean.bias [3]")
        .hasMessageContaining("body.query_embed.weight is [1] and should be [4, 144]")
        .hasMessageContaining("unknown module.extra");
  }

  @Test
  void of_refusesOtherMeans() {
    Map<String, Weights.Tensor> tensors = official();
    tensors.put("add_mean.bias", new Weights.Tensor(List.of(3), new float[] {114.444f, 0, 0}));
    assertThatThrownBy(() -> imported(tensors, TASKS))
        .hasMessageContaining(
            "add_mean.bias holds 0.0 where the official network has the constant 111.4605");
  }

  @Test
  void of_refusesTasksOfAnotherNumberOrScale() {
    assertThatThrownBy(() -> imported(official(), List.of("derain")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("4 heads (scales [2, 3, 4, 1]), got 1 task names: derain");
    assertThatThrownBy(
            () -> imported(official(), List.of("upscale-x2", "derain", "upscale-x4", "denoise-30")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("head 1 enlarges by 3, it cannot be derain");
  }

  @Test
  void of_whatIsNoIptNetwork_namesTheFirstTensorItLacks() {
    assertThatThrownBy(() -> imported(Map.of(), TASKS))
        .isInstanceOf(ModelException.class)
        .hasMessage("it is no official network: it has no tensor head.0.0.weight");
  }

  @Test
  void of_withAttentionHeadsThatDoNotDivideTheWidth_saysSo() {
    assertThatThrownBy(
            () -> CheckpointImport.of(new Weights(official()), "small", TASKS, 5, Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("attentionHeads must be a divisor of width 36, got 5");
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The trained model can derain and denoise. */
class StartingWeightsTest {
  private static final TrainingTask DERAIN =
      TrainingTask.builtIn(new Ability.Single(new Task.Derain()));
  private static final TrainingTask DENOISE =
      TrainingTask.builtIn(new Ability.Single(new Task.Denoise(30)));
  private static final TrainingTask DEBLOCK =
      new TrainingTask(
          new Ability.Single(new Task.Custom("deblock", 1)), new JpegCompression(10, 40));
  private static final ModelFolder TRAINED =
      SmallNetworks.stirred(
          SmallNetworks.fresh(SmallNetworks.COMPACT, 16, new Task.Derain(), new Task.Denoise(30)));

  private static StartingWeights start(List<String> frozen, TrainingTask... tasks) {
    TrainingPlan small = SmallPlans.of(10, 1, Precision.FLOAT32, new Task.Derain());
    return StartingWeights.of(
        new TrainingPlan(
            small.name(),
            Optional.of(TRAINED),
            frozen,
            small.architecture(),
            small.tile(),
            List.of(tasks),
            small.crops(),
            small.steps(),
            small.objective(),
            small.optimisation(),
            small.validateEvery(),
            small.seed(),
            small.precision()));
  }

  private static float[] trained(String name) {
    return TRAINED.weights().tensors().get(name).values();
  }

  private static float[] started(StartingWeights start, String name) {
    return start.weights().tensors().get(name).values();
  }

  @Test
  void aKnownTask_keepsItsHeadTailAndBody_whereverItStandsNow() {
    StartingWeights start = start(List.of(), DENOISE);

    assertThat(started(start, "head.0.0.weight")).isEqualTo(trained("head.1.0.weight"));
    assertThat(started(start, "tail.0.0.bias")).isEqualTo(trained("tail.1.0.bias"));
    assertThat(started(start, "body.linear_encoding.weight"))
        .isEqualTo(trained("body.linear_encoding.weight"));
  }

  @Test
  void queries_followTheirTasks() {
    float[] queries =
        started(start(List.of(), DENOISE, DEBLOCK, DERAIN), "body.query_embed.weight");
    float[] old = trained("body.query_embed.weight");
    int width = old.length / 2;

    assertThat(Arrays.copyOfRange(queries, 0, width))
        .isEqualTo(Arrays.copyOfRange(old, width, 2 * width));
    assertThat(Arrays.copyOfRange(queries, 2 * width, 3 * width))
        .isEqualTo(Arrays.copyOfRange(old, 0, width));
  }

  @Test
  void aNewTask_startsFresh() {
    StartingWeights start = start(List.of(), DENOISE, DEBLOCK);

    assertThat(started(start, "head.1.0.weight")).isNotEqualTo(trained("head.1.0.weight"));
    // Adds nothing to the picture at first.
    assertThat(started(start, "tail.1.0.weight")).containsOnly(0);
  }

  @Test
  void freezingWhatIsPretrained_leavesTheNewTaskAloneToLearn() {
    StartingWeights start = start(List.of(TrainingPlan.PRETRAINED), DENOISE, DEBLOCK);

    assertThat(start.learning()).containsExactly(1);
    assertThat(start.frozen("body.project.weight")).isTrue();
    assertThat(start.frozen("head.0.0.weight")).isTrue();
    assertThat(start.frozen("head.1.0.weight")).isFalse();
    assertThat(start.frozen("body.query_embed.weight")).isFalse();
  }

  @Test
  void freezingByTheBeginningOfAName_endsAtADot() {
    StartingWeights start = start(List.of("body.encoder", "head.0"), DENOISE, DEBLOCK);

    assertThat(start.frozen("body.encoder.layers.0.norm1.bias")).isTrue();
    assertThat(start.frozen("head.0.0.bias")).isTrue();
    assertThat(start.frozen("body.decoder.layers.0.norm1.bias")).isFalse();
    assertThat(start.learning()).containsExactly(0, 1);
  }

  @Test
  void freezingEverything_isRefused() {
    assertThatThrownBy(() -> start(List.of(TrainingPlan.PRETRAINED), DENOISE, DERAIN))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("nothing is left to learn");
  }

  @Test
  void weights_areTheModelsOwn_forTheSameTasks() {
    Map<String, Weights.Tensor> tensors = start(List.of(), DERAIN, DENOISE).weights().tensors();

    TRAINED
        .weights()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensors.get(name).values()).as(name).isEqualTo(tensor.values()));
  }
}

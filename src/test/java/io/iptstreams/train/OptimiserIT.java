package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.iptstreams.model.Precision;
import io.iptstreams.model.TorchEngine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One step on a handful of numbers whose gradient is given. */
class OptimiserIT {
  private NDManager manager;
  private Workers workers;

  @BeforeEach
  void open() {
    manager = TorchEngine.manager();
    workers = Workers.open(2);
  }

  @AfterEach
  void close() {
    workers.close();
    manager.close();
  }

  private NDArray parameter(String name, Shape shape, float... values) {
    NDArray parameter = manager.create(values, shape);
    parameter.setName(name);
    return parameter;
  }

  private Optimiser optimiser(
      Optimisation.Method method, double decay, double clip, NDArray... parameters) {
    Schedule schedule = new Schedule(0, new Schedule.Cosine(1));
    return new Optimiser(
        manager,
        new NDList(parameters),
        new Optimisation(method, 0.1, schedule, decay, clip, 0.9, 0, 1),
        Precision.FLOAT32,
        workers);
  }

  /** One step of one worker that found these gradients. */
  private float step(Optimiser optimiser, float[]... gradients) {
    return step(optimiser, List.of(List.of(gradients)));
  }

  /** One step of several workers, each with its gradients of the first parameters. */
  private float step(Optimiser optimiser, List<List<float[]>> found) {
    List<List<NDArray>> gradients =
        found.stream()
            .map(
                worker ->
                    IntStream.range(0, worker.size())
                        .mapToObj(i -> manager.create(worker.get(i), shape(optimiser, i)))
                        .toList())
            .toList();
    List<Integer> moving = IntStream.range(0, found.get(0).size()).boxed().toList();
    return optimiser.step(manager, moving, gradients, 1, 0);
  }

  private static Shape shape(Optimiser optimiser, int parameter) {
    return optimiser.averages().get(parameter).getShape();
  }

  /** Adam's first step is the learning rate against the gradient's sign, whatever its size. */
  @Test
  void adamW_firstStep_isTheLearningRate() {
    NDArray bias = parameter("head.0.0.bias", new Shape(2), 1, 1);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0, 100, bias);

    float norm = step(optimiser, new float[] {3, -0.5f});

    assertThat(norm).isCloseTo((float) Math.sqrt(9.25), within(1e-5f));
    assertThat(bias.toFloatArray()).containsExactly(new float[] {0.9f, 1.1f}, within(1e-4f));
  }

  /** 0.1 of the learning rate 0.1 is taken off 1. */
  @Test
  void adamW_decaysTheWeightItself() {
    NDArray bias = parameter("head.0.0.bias", new Shape(1), 1);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0.1, 100, bias);
    step(optimiser, new float[] {1});

    assertThat(bias.toFloatArray()).containsExactly(new float[] {0.89f}, within(1e-4f));
  }

  /**
   * A gradient diag(8, 0.5) has the orthogonal factor diag(1, 1): both directions move alike, by
   * about 0.2 · √2 of the learning rate. The iteration stops at singular values of 0.7 to 1.2.
   */
  @Test
  void muon_movesAllDirectionsAlike() {
    NDArray matrix = parameter("body.project.weight", new Shape(2, 2), 0, 0, 0, 0);
    Optimiser optimiser = optimiser(Optimisation.Method.MUON, 0, 100, matrix);
    step(optimiser, new float[] {8, 0, 0, 0.5f});

    float[] moved = matrix.toFloatArray();
    float step = (float) (-0.1 * 0.2 * Math.sqrt(2));
    assertThat(moved[0]).isBetween(1.25f * step, 0.6f * step);
    assertThat(moved[3]).isBetween(1.25f * step, 0.6f * step);
    assertThat(moved[1]).isCloseTo(0, within(1e-6f));
    assertThat(moved[2]).isCloseTo(0, within(1e-6f));
  }

  /** Query, key and value of an attention are three matrices: one of no gradient stays. */
  @Test
  void muon_takesQueryKeyAndValueApart() {
    float[] zeros = new float[12];
    NDArray stacked =
        parameter("body.encoder.layers.0.self_attn.in_proj_weight", new Shape(6, 2), zeros);
    Optimiser optimiser = optimiser(Optimisation.Method.MUON, 0, 100, stacked);
    step(optimiser, new float[] {1, 0, 0, 1, 0, 0, 0, 0, 100, 0, 0, 100});

    float[] moved = stacked.toFloatArray();
    assertThat(moved[0]).isNegative().isCloseTo(moved[8], within(1e-3f));
    assertThat(List.of(moved[4], moved[5], moved[6], moved[7])).containsOnly(0f);
  }

  @Test
  void muon_leavesFirstAndLastLayersToAdamW() {
    NDArray tail = parameter("tail.0.0.weight", new Shape(1, 1, 1, 2), 0, 0);
    Optimiser optimiser = optimiser(Optimisation.Method.MUON, 0, 100, tail);
    step(optimiser, new float[] {5, 0.1f});

    assertThat(tail.toFloatArray()).containsExactly(new float[] {-0.1f, -0.1f}, within(1e-4f));
  }

  @Test
  void step_movesOnlyWhatTookPart() {
    NDArray one = parameter("head.0.0.bias", new Shape(1), 1);
    NDArray other = parameter("head.1.0.bias", new Shape(1), 1);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0, 100, one, other);
    step(optimiser, new float[] {1});

    assertThat(one.getFloat(0)).isCloseTo(0.9f, within(1e-4f));
    assertThat(other.getFloat(0)).isEqualTo(1f);
  }

  @Test
  void step_ofGradientsThatAreNotFinite_movesNothing() {
    NDArray bias = parameter("head.0.0.bias", new Shape(2), 1, 2);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0, 100, bias);

    assertThat(step(optimiser, new float[] {Float.NaN, 1})).isNaN();
    assertThat(bias.toFloatArray()).containsExactly(1f, 2f);
  }

  /** At the first step a tenth of the average stays: 0.1 · 1 + 0.9 · 0.9. */
  @Test
  void average_forgetsTheStartAtFirst() {
    NDArray bias = parameter("head.0.0.bias", new Shape(1), 1);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0, 100, bias);
    step(optimiser, new float[] {1});

    assertThat(optimiser.averages().get(0).getFloat(0)).isCloseTo(0.91f, within(1e-4f));
  }

  /** Two matrices of one shape go to two workers, a bias to either: each moves by its own. */
  @Test
  void step_ofManyParameters_movesEachByItsOwnGradient() {
    NDArray one = parameter("body.project.weight", new Shape(2, 2), 0, 0, 0, 0);
    NDArray other = parameter("body.linear_encoding.weight", new Shape(2, 2), 0, 0, 0, 0);
    NDArray bias = parameter("body.project.bias", new Shape(1), 0);
    Optimiser optimiser = optimiser(Optimisation.Method.MUON, 0, 100, one, other, bias);

    step(optimiser, new float[] {1, 0, 0, 1}, new float[] {-1, 0, 0, -1}, new float[] {1});

    assertThat(one.getFloat(0, 0)).isNegative().isEqualTo(-other.getFloat(0, 0));
    assertThat(bias.getFloat(0)).isCloseTo(-0.1f, within(1e-4f));
  }

  @Test
  void step_addsUpWhatWorkersFound() {
    NDArray bias = parameter("head.0.0.bias", new Shape(2), 1, 1);
    Optimiser optimiser = optimiser(Optimisation.Method.ADAMW, 0, 100, bias);

    float norm =
        step(optimiser, List.of(List.of(new float[] {5, 1}), List.of(new float[] {-2, 3})));

    assertThat(norm).isCloseTo(5, within(1e-5f));
    assertThat(bias.toFloatArray()).containsExactly(new float[] {0.9f, 0.9f}, within(1e-4f));
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.model.Precision;
import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerIT {
  private static final Task[] TASKS = {
    new Task.Denoise(50), new Task.Derain(), new Task.Upscale(2)
  };

  @TempDir private static Path folder;
  private static Photographs photographs;

  @BeforeAll
  static void draw() throws IOException {
    GeneratedPhotographs.write(folder, 6, 48);
    photographs = Photographs.open(folder, new PicturePlan(32, 1, 1, 1), 0, line -> {});
  }

  private static Trainer trainer(int steps, long seed) {
    return Trainer.open(SmallPlans.of(steps, seed, Precision.FLOAT32, TASKS), photographs);
  }

  private static List<double[]> advance(Trainer trainer, int steps) {
    List<double[]> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      losses.add(trainer.advance());
    }
    return losses;
  }

  private static boolean isZero(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static double meanOfTheFirstTask(List<double[]> losses) {
    return losses.stream().mapToDouble(loss -> loss[0]).average().orElseThrow();
  }

  /**
   * At first L1 is that of the noise, 50 · √(2/π) = 39.9 levels, less where crops are clipped. Four
   * features see four of the twelve dimensions of two by two pixels, so that at best √(8/12) = 0.82
   * of it stays.
   */
  @Test
  void advance_lowersTheLoss() {
    TrainingPlan plan = SmallPlans.of(300, 1, Precision.FLOAT32, new Task.Denoise(50));
    try (Trainer trainer = Trainer.open(plan, photographs)) {
      double first = meanOfTheFirstTask(advance(trainer, 5));
      advance(trainer, 275);
      double last = meanOfTheFirstTask(advance(trainer, 20));

      assertThat(first).isBetween(33.0, 41.0);
      assertThat(last).isLessThan(0.88 * first);
    }
  }

  @Test
  void advance_movesEveryTensor() {
    try (Trainer trainer = trainer(100, 1)) {
      Map<String, Weights.Tensor> before = trainer.state().tensors();
      advance(trainer, 8);

      trainer
          .state()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.values()).as(name).isNotEqualTo(before.get(name).values()));
    }
  }

  /**
   * Weight decay moves tensors that no gradient reaches; the first moments are made of gradients
   * alone. Branches start at zero one behind the other, so the gradient needs a few steps to reach
   * the innermost.
   */
  @Test
  void advance_sendsAGradientToEveryTensor_andToTheQueryOfEveryTask() {
    try (Trainer trainer = trainer(100, 1)) {
      advance(trainer, 8);

      Map<String, Weights.Tensor> state = trainer.state().tensors();
      state.forEach(
          (name, tensor) -> {
            if (name.startsWith("m/")) {
              assertThat(isZero(tensor.values(), 0, tensor.values().length)).as(name).isFalse();
            }
          });
      assertThat(state.keySet())
          .contains(
              "m/body.encoder.layers.0.self_attn.in_proj_weight",
              "m/body.decoder.layers.0.multihead_attn.in_proj_weight",
              "m/body.position_encoding.pe.weight");
      float[] queries = state.get("m/body.query_embed.weight").values();
      int row = queries.length / TASKS.length;
      for (int i = 0; i < TASKS.length; i++) {
        assertThat(isZero(queries, i * row, (i + 1) * row)).as(TASKS[i].id()).isFalse();
      }
    }
  }

  /** Through the file format; the last two of eight steps are finishing ones. */
  @Test
  void resume_goesOnAsIfTheRunHadNotBeenStopped() {
    List<double[]> whole;
    Weights end;
    try (Trainer trainer = trainer(8, 1)) {
      whole = advance(trainer, 8);
      end = trainer.state();
    }
    byte[] checkpoint;
    try (Trainer trainer = trainer(8, 1)) {
      advance(trainer, 5);
      checkpoint = SafeTensors.write(trainer.state());
    }
    try (Trainer trainer = trainer(8, 1)) {
      trainer.resume(SafeTensors.read(checkpoint));

      assertThat(trainer.step()).isEqualTo(5);
      List<double[]> rest = advance(trainer, 3);

      for (int i = 0; i < 3; i++) {
        assertThat(rest.get(i)).as("step " + (5 + i)).containsExactly(whole.get(5 + i));
      }
      trainer
          .state()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.values()).as(name).isEqualTo(end.tensors().get(name).values()));
    }
  }

  @Test
  void advance_withEqualSeeds_goesAlike_andWithAnotherOtherwise() {
    try (Trainer one = trainer(8, 1);
        Trainer same = trainer(8, 1);
        Trainer other = trainer(8, 2)) {
      double[] losses = advance(one, 2).get(1);

      assertThat(advance(same, 2).get(1)).containsExactly(losses);
      assertThat(advance(other, 2).get(1)).isNotEqualTo(losses);
    }
  }

  /** Two nets of one seed start alike; while steps are small, 16 bits show in late digits only. */
  @Test
  void advance_inBfloat16_followsFloat32Closely() {
    TrainingPlan plan = SmallPlans.of(10_000, 1, Precision.BFLOAT16, TASKS);
    try (Trainer exact = trainer(10_000, 1);
        Trainer rough = Trainer.open(plan, photographs)) {
      double[] expected = advance(exact, 3).get(2);
      double[] losses = advance(rough, 3).get(2);
      for (int i = 0; i < losses.length; i++) {
        assertThat(losses[i]).isCloseTo(expected[i], within(0.01 * expected[i]));
      }
    }
  }

  @Test
  void averaged_followsTheParametersBehind() {
    try (Trainer trainer = trainer(100, 1)) {
      Map<String, Weights.Tensor> start = trainer.averaged().tensors();
      advance(trainer, 4);

      Map<String, Weights.Tensor> averaged = trainer.averaged().tensors();
      assertThat(averaged.keySet()).containsExactlyElementsOf(start.keySet());
      assertThat(averaged.get("tail.0.0.weight").values())
          .isNotEqualTo(start.get("tail.0.0.weight").values())
          .isNotEqualTo(trainer.state().tensors().get("parameter/tail.0.0.weight").values());
    }
  }

  @Test
  void resume_ofAnotherPlansState_isRefused() {
    Weights state;
    try (Trainer trainer =
        Trainer.open(SmallPlans.of(8, 1, Precision.FLOAT32, new Task.Derain()), photographs)) {
      state = trainer.state();
    }
    try (Trainer trainer = trainer(8, 1)) {
      assertThatThrownBy(() -> trainer.resume(state))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "the checkpoint has no fitting parameter/\\S+; it belongs to another plan");
    }
  }

  @Test
  void resume_ofAStateWithAShapeThatDoesNotFit_namesTheTensor() {
    try (Trainer trainer = trainer(8, 1)) {
      Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(trainer.state().tensors());
      float[] values = tensors.get("v/body.norm.bias").values();
      tensors.put(
          "v/body.norm.bias",
          new Weights.Tensor(List.of(values.length - 1), Arrays.copyOf(values, values.length - 1)));

      assertThatThrownBy(() -> trainer.resume(new Weights(tensors)))
          .isInstanceOf(TrainingException.class)
          .hasMessage("the checkpoint has no fitting v/body.norm.bias; it belongs to another plan");
    }
  }

  /** A state in which one value of one parameter is not a number. */
  private static Weights spoiled(Weights state, String parameter) {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(state.tensors());
    Weights.Tensor tensor = tensors.get("parameter/" + parameter);
    float[] values = tensor.values().clone();
    values[0] = Float.NaN;
    tensors.put("parameter/" + parameter, new Weights.Tensor(tensor.shape(), values));
    return new Weights(tensors);
  }

  /** The engine's gradient of |NaN| is 0: only the loss shows it. */
  @Test
  void advance_whenTheLossIsNotFinite_saysWhatToDo_andLeavesTheParametersAlone() {
    try (Trainer trainer = trainer(8, 1)) {
      trainer.resume(spoiled(trainer.state(), "tail.0.0.bias"));
      float[] before = trainer.state().tensors().get("parameter/head.0.0.weight").values();

      assertThatThrownBy(trainer::advance)
          .isInstanceOf(TrainingException.class)
          .hasMessage("the loss of step 0 is not finite; lower the learning rate");
      assertThat(trainer.step()).isZero();
      assertThat(trainer.state().tensors().get("parameter/head.0.0.weight").values())
          .isEqualTo(before);
    }
  }
}

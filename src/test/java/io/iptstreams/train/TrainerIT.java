package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerIT {
  private static final Task[] TASKS = {
    new Task.Denoise(50), new Task.Derain(), new Task.Upscale(2)
  };

  @TempDir private static Path folder;
  private static Pictures photographs;

  @BeforeAll
  static void draw() throws IOException {
    GeneratedPhotographs.write(folder, 6, 48);
    photographs = Photographs.open(folder, new PicturePlan(32, 1, 1000, 1), 0, line -> {});
  }

  @AfterAll
  static void close() {
    photographs.close();
  }

  /** A trainer and what it learns from. */
  private record Lesson(TrainingPlan plan, Trainer trainer) implements AutoCloseable {
    static Lesson of(TrainingPlan plan) {
      return of(plan, 2);
    }

    static Lesson of(TrainingPlan plan, int workers) {
      return new Lesson(plan, Trainer.open(plan, TrainingDevice.cpu(plan, workers)));
    }

    StepCrops crops() {
      return StepCrops.prepare(plan, photographs, trainer.learning(), trainer.step()).get();
    }

    /** Losses of the steps, by head. */
    List<double[]> advance(int steps) {
      List<double[]> losses = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        losses.add(trainer.advance(crops()).losses());
      }
      return losses;
    }

    Map<String, Weights.Tensor> state() {
      return trainer.state().tensors();
    }

    @Override
    public void close() {
      trainer.close();
    }
  }

  private static Lesson lesson(int steps, long seed) {
    return Lesson.of(SmallPlans.of(steps, seed, Precision.FLOAT32, TASKS));
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
    try (Lesson lesson = Lesson.of(plan)) {
      double first = meanOfTheFirstTask(lesson.advance(5));
      lesson.advance(275);
      double last = meanOfTheFirstTask(lesson.advance(20));

      assertThat(first).isBetween(33.0, 41.0);
      assertThat(last).isLessThan(0.88 * first);
    }
  }

  @Test
  void advance_movesEveryTensor() {
    try (Lesson lesson = lesson(100, 1)) {
      Map<String, Weights.Tensor> before = lesson.state();
      lesson.advance(8);

      lesson
          .state()
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
    try (Lesson lesson = lesson(100, 1)) {
      lesson.advance(8);

      Map<String, Weights.Tensor> state = lesson.state();
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
    try (Lesson lesson = lesson(8, 1)) {
      whole = lesson.advance(8);
      end = lesson.trainer().state();
    }
    byte[] checkpoint;
    try (Lesson lesson = lesson(8, 1)) {
      lesson.advance(5);
      checkpoint = SafeTensors.write(lesson.trainer().state());
    }
    try (Lesson lesson = lesson(8, 1)) {
      lesson.trainer().resume(SafeTensors.read(checkpoint).weights());

      assertThat(lesson.trainer().step()).isEqualTo(5);
      List<double[]> rest = lesson.advance(3);

      for (int i = 0; i < 3; i++) {
        assertThat(rest.get(i)).as("step " + (5 + i)).containsExactly(whole.get(5 + i));
      }
      lesson
          .state()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.values()).as(name).isEqualTo(end.tensors().get(name).values()));
    }
  }

  @Test
  void advance_withEqualSeeds_goesAlike_andWithAnotherOtherwise() {
    try (Lesson one = lesson(8, 1);
        Lesson same = lesson(8, 1);
        Lesson other = lesson(8, 2)) {
      double[] losses = one.advance(2).get(1);

      assertThat(same.advance(2).get(1)).containsExactly(losses);
      assertThat(other.advance(2).get(1)).isNotEqualTo(losses);
    }
  }

  /** Sums of other order, so that only late digits differ. */
  @Test
  void advance_withMoreWorkers_learnsTheSame() {
    TrainingPlan plan = SmallPlans.of(10_000, 1, Precision.FLOAT32, TASKS);
    try (Lesson alone = Lesson.of(plan, 1);
        Lesson shared = Lesson.of(plan, 5)) {
      double[] expected = alone.advance(4).get(3);
      double[] losses = shared.advance(4).get(3);

      assertThat(losses).containsExactly(expected, within(1e-3));
      assertThat(gradients(shared)).containsExactly(gradients(alone), within(1e-4f));
    }
  }

  /** What momentum has kept of them. */
  private static float[] gradients(Lesson lesson) {
    return lesson.state().get("m/body.encoder.layers.0.self_attn.in_proj_weight").values();
  }

  /** Gradients are added in the order of the workers, whichever is done first. */
  @Test
  void advance_withMoreWorkers_goesAlikeEveryTime() {
    TrainingPlan plan = SmallPlans.of(10_000, 1, Precision.FLOAT32, TASKS);
    try (Lesson one = Lesson.of(plan, 5);
        Lesson same = Lesson.of(plan, 5)) {
      one.advance(6);
      same.advance(6);

      assertThat(gradients(same)).containsExactly(gradients(one));
    }
  }

  /** Two nets of one seed start alike; while steps are small, 16 bits show in late digits only. */
  @Test
  void advance_inBfloat16_followsFloat32Closely() {
    assumeTrue(Precision.fastest() == Precision.BFLOAT16, "this processor has no bfloat16");
    TrainingPlan plan = SmallPlans.of(10_000, 1, Precision.BFLOAT16, TASKS);
    try (Lesson exact = lesson(10_000, 1);
        Lesson rough = Lesson.of(plan)) {
      double[] expected = exact.advance(3).get(2);
      double[] losses = rough.advance(3).get(2);
      for (int i = 0; i < losses.length; i++) {
        assertThat(losses[i]).isCloseTo(expected[i], within(0.01 * expected[i]));
      }
    }
  }

  @Test
  void averaged_followsTheParametersBehind() {
    try (Lesson lesson = lesson(100, 1)) {
      Map<String, Weights.Tensor> start = lesson.trainer().averaged().tensors();
      lesson.advance(4);

      Map<String, Weights.Tensor> averaged = lesson.trainer().averaged().tensors();
      assertThat(averaged.keySet()).containsExactlyElementsOf(start.keySet());
      assertThat(averaged.get("tail.0.0.weight").values())
          .isNotEqualTo(start.get("tail.0.0.weight").values())
          .isNotEqualTo(lesson.state().get("parameter/tail.0.0.weight").values());
    }
  }

  @Test
  void resume_ofAnotherPlansState_isRefused() {
    Weights state;
    try (Lesson lesson = Lesson.of(SmallPlans.of(8, 1, Precision.FLOAT32, new Task.Derain()))) {
      state = lesson.trainer().state();
    }
    try (Lesson lesson = lesson(8, 1)) {
      assertThatThrownBy(() -> lesson.trainer().resume(state))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "the checkpoint has no fitting parameter/\\S+; it belongs to another plan");
    }
  }

  @Test
  void resume_ofAStateWithAShapeThatDoesNotFit_namesTheTensor() {
    try (Lesson lesson = lesson(8, 1)) {
      Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(lesson.state());
      float[] values = tensors.get("v/body.norm.bias").values();
      tensors.put(
          "v/body.norm.bias",
          new Weights.Tensor(List.of(values.length - 1), Arrays.copyOf(values, values.length - 1)));

      assertThatThrownBy(() -> lesson.trainer().resume(new Weights(tensors)))
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
    try (Lesson lesson = lesson(8, 1)) {
      lesson.trainer().resume(spoiled(lesson.trainer().state(), "tail.0.0.bias"));
      float[] before = lesson.state().get("parameter/head.0.0.weight").values();

      assertThatThrownBy(() -> lesson.advance(1))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching("the loss of step 0 is not finite; lower the learning rate .*");
      assertThat(lesson.trainer().step()).isZero();
      assertThat(lesson.state().get("parameter/head.0.0.weight").values()).isEqualTo(before);
    }
  }
}

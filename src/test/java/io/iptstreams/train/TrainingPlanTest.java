package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan of most tests: windows of 8 pixels, 1000 steps, hence 30 of warm-up; peak 0.002. */
class TrainingPlanTest {
  private static final Task DENOISE = new Task.Denoise(30);
  private static final TrainingPlan PLAN = plan("small", 16, 16, 1000, 0.002, DENOISE);

  private static TrainingPlan plan(
      String name, int tile, int crop, int steps, double learningRate, Task... tasks) {
    return new TrainingPlan(
        name,
        SmallNetworks.COMPACT,
        tile,
        List.of(tasks),
        crop,
        4,
        steps,
        learningRate,
        1,
        Precision.FLOAT32);
  }

  @Test
  void learningRate_warmsUpInAStraightLine() {
    assertThat(PLAN.learningRateAt(0)).isCloseTo(0.002 / 30, within(1e-12));
    assertThat(PLAN.learningRateAt(14)).isCloseTo(0.001, within(1e-12));
    assertThat(PLAN.learningRateAt(29)).isCloseTo(0.002, within(1e-12));
  }

  @Test
  void learningRate_peaksAfterTheWarmUp() {
    assertThat(PLAN.learningRateAt(30)).isCloseTo(0.002, within(1e-12));
    assertThat(PLAN.learningRateAt(31)).isLessThan(0.002);
  }

  /** Halfway down the cosine, at step 30 + 970 / 2: (1 + 0.01) / 2 of the peak. */
  @Test
  void learningRate_followsACosine() {
    assertThat(PLAN.learningRateAt(515)).isCloseTo(0.00101, within(1e-12));
  }

  @Test
  void learningRate_endsAtAHundredthOfThePeak() {
    assertThat(PLAN.learningRateAt(999)).isCloseTo(0.00002, within(1e-8));
    assertThat(PLAN.learningRateAt(1000)).isCloseTo(0.00002, within(1e-12));
  }

  @Test
  void finishing_isTheLast15PerCent() {
    assertThat(PLAN.finishing(849)).isFalse();
    assertThat(PLAN.finishing(850)).isTrue();
  }

  @Test
  void minimumSide_holdsADoubledCropAndATileOfEveryTask() {
    assertThat(plan("small", 16, 24, 1, 0.1, DENOISE).minimumSide()).isEqualTo(48);
    assertThat(plan("small", 16, 16, 1, 0.1, DENOISE, new Task.Upscale(4)).minimumSide())
        .isEqualTo(64);
  }

  @Test
  void construction_withACropOfBrokenWindows_saysWhoseWindows() {
    assertThatThrownBy(() -> plan("small", 16, 20, 1, 0.1, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "crop must hold whole windows of every task, a multiple of 8 pixels for denoise-30,"
                + " got 20");
    assertThatThrownBy(() -> plan("small", 16, 16, 1, 0.1, new Task.Upscale(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a multiple of 12 pixels for upscale-x3, got 16");
  }

  /** Otherwise the model's card would refuse it when the training is over. */
  @Test
  void construction_ofWhatNoModelCardTakes_isRefusedBeforeTheTraining() {
    assertThatThrownBy(() -> plan("small", 20, 16, 1, 0.1, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tile must be a multiple of 8 pixels up to 4096, got 20");
    assertThatThrownBy(() -> plan("no name", 16, 16, 1, 0.1, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name must be");
    assertThatThrownBy(() -> plan("small", 16, 16, 1, 0.1, DENOISE, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task denoise-30 is listed twice");
    assertThatThrownBy(() -> plan("small", 16, 16, 1, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void construction_withoutSteps_saysTheRange() {
    assertThatThrownBy(() -> plan("small", 16, 16, 0, 0.1, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be 1 to 16777216, got 0");
  }

  @Test
  void construction_withALearningRateOfOne_saysTheRange() {
    assertThatThrownBy(() -> plan("small", 16, 16, 1, 1, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learningRate must be between 0 and 1, got 1.0");
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Networks of windows of 8 pixels, 1000 steps. */
class TrainingPlanTest {
  private static final Task DENOISE = new Task.Denoise(30);
  private static final Task X3 = new Task.Upscale(3);
  private static final Task X4 = new Task.Upscale(4);

  private static TrainingPlan plan(String name, int tile, int steps, Crops crops, Task... tasks) {
    return plan(name, tile, steps, crops, Optional.empty(), 0, tasks);
  }

  private static TrainingPlan plan(
      String name,
      int tile,
      int steps,
      Crops crops,
      Optional<Objective.Contrastive> contrastive,
      int transformerFrom,
      Task... tasks) {
    return new TrainingPlan(
        name,
        Optional.empty(),
        List.of(),
        SmallNetworks.COMPACT,
        tile,
        Stream.of(tasks).map(Ability.Single::new).map(TrainingTask::builtIn).toList(),
        crops,
        steps,
        new Objective(true, contrastive, Optional.empty()),
        SmallPlans.optimisation(Optimisation.Method.ADAMW, transformerFrom),
        1000,
        1,
        Precision.FLOAT32);
  }

  private static Crops crops(int side) {
    return new Crops(side, 4, 0.15, 1);
  }

  @Test
  void rate_followsTheSchedule() {
    TrainingPlan plan = plan("small", 16, 1000, crops(16), DENOISE);
    assertThat(plan.rateAt(14)).isCloseTo(0.5, within(1e-12));
    assertThat(plan.rateAt(30)).isCloseTo(1, within(1e-12));
  }

  @Test
  void finishing_isTheLast15PerCent() {
    TrainingPlan plan = plan("small", 16, 1000, crops(16), DENOISE);
    assertThat(plan.finishing(849)).isFalse();
    assertThat(plan.finishing(850)).isTrue();
  }

  @Test
  void finishing_neverIs_ifItsShareIsNothing() {
    assertThat(plan("small", 16, 1000, new Crops(16, 4, 0, 1), DENOISE).finishing(999)).isFalse();
  }

  /** Tasks that enlarge have no stem: 16 pixels become 8, of which x4 makes 32. */
  @Test
  void pictures_holdTheLargestCleanCrop_whichIsDoubledInTheFinish() {
    assertThat(plan("small", 16, 1000, crops(16), DENOISE).pictures().minimumSide()).isEqualTo(32);
    assertThat(plan("small", 16, 1000, crops(16), DENOISE, X4).pictures().minimumSide())
        .isEqualTo(64);
    assertThat(
            plan("small", 16, 1000, new Crops(16, 4, 0, 1), DENOISE, X4).pictures().minimumSide())
        .isEqualTo(32);
  }

  @Test
  void cropSide_givesEveryTaskAsManyFeatures() {
    TrainingPlan plan = plan("small", 16, 1000, crops(16), DENOISE, X3);
    assertThat(plan.cropSide(new Ability.Single(DENOISE), 16)).isEqualTo(16);
    assertThat(plan.cropSide(new Ability.Single(X3), 16)).isEqualTo(8);
  }

  @Test
  void facts_ofEqualPlans_areEqual_andTellOthersApart() {
    TrainingPlan plan = plan("small", 16, 1000, crops(16), DENOISE);
    assertThat(plan.facts()).isEqualTo(plan("small", 16, 1000, crops(16), DENOISE).facts());
    assertThat(plan.facts()).isNotEqualTo(plan("small", 16, 1000, crops(16), X3).facts());
    assertThat(plan.facts()).isNotEqualTo(plan("small", 16, 1000, crops(24), DENOISE).facts());
  }

  @Test
  void construction_withACropOfBrokenWindows_saysWhoseMultiple() {
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(20), DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crop must hold whole windows, a multiple of 8 px (window · stem), got 20");
  }

  @Test
  void construction_withACropThatNoPictureHolds_namesTheTask() {
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(400), DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("crop must be smaller: denoise-30 needs clean crops of 800 px");
  }

  /** Otherwise the model's card would refuse it when the training is over. */
  @Test
  void construction_ofWhatNoModelCardTakes_isRefusedBeforeTheTraining() {
    assertThatThrownBy(() -> plan("small", 20, 1000, crops(16), DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tile must be a multiple of 8 pixels up to 4096, got 20");
    assertThatThrownBy(() -> plan("no name", 16, 1000, crops(16), DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name must be");
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(16), DENOISE, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task denoise-30 is listed twice");
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(16)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void construction_withoutSteps_saysTheRange() {
    assertThatThrownBy(() -> plan("small", 16, 0, crops(16), DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be 1 to 16777216, got 0");
  }

  @Test
  void construction_withATransformerAfterTheEnd_saysWhereTheEndIs() {
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(16), Optional.empty(), 1001, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("transformerFrom must be at most steps, 1000 (never), got 1001");
  }

  @Test
  void construction_withAContrastiveLossOfOneCrop_saysHowManyItNeeds() {
    Optional<Objective.Contrastive> second =
        Optional.of(new Objective.Contrastive(new ContrastiveLoss.Paper(), 0.0004));
    assertThatThrownBy(() -> plan("small", 16, 1000, crops(16), second, 0, DENOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("contrastive compares the crops of a step");
    assertThat(plan("small", 16, 1000, crops(16), second, 0, DENOISE, X3).objective().contrastive())
        .isEqualTo(second);
  }

  @Test
  void values_thatAreWrongAlone_areRefused() {
    assertThatThrownBy(() -> new Crops(0, 4, 0.15, 1)).hasMessageStartingWith("side must be");
    assertThatThrownBy(() -> new Crops(16, 0, 0.15, 1)).hasMessageStartingWith("perTask must be");
    assertThatThrownBy(() -> new Crops(16, 4, 2, 1)).hasMessageStartingWith("finish must be");
    assertThatThrownBy(() -> new Crops(16, 4, 0, 0)).hasMessageStartingWith("reduceTo must be");
    assertThatThrownBy(() -> new Objective.Contrastive(new ContrastiveLoss.Paper(), 0))
        .hasMessageStartingWith("weight must be");
    assertThatThrownBy(() -> SmallPlans.optimisation(Optimisation.Method.MUON, -1))
        .hasMessageStartingWith("transformerFrom must");
  }
}

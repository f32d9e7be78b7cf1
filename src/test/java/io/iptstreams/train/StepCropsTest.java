package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.model.Precision;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two tasks with four crops each of 16 pixels; of 100 steps the last 15 have one of 32. */
class StepCropsTest {
  private static final Task DENOISE = new Task.Denoise(30);
  private static final Task X2 = new Task.Upscale(2);
  private static final TrainingPlan MIXED = plan(true);
  private static final TrainingPlan ONE_TASK = plan(false);
  private static final List<Integer> BOTH = List.of(0, 1);

  private static Pictures pictures;

  private static TrainingPlan plan(boolean mixed) {
    Objective objective = new Objective(mixed, Optional.empty(), Optional.empty());
    return SmallPlans.of(100, 1, Precision.FLOAT32, objective, SmallPlans.adamW(), DENOISE, X2);
  }

  @BeforeAll
  static void open() {
    pictures = DeadLeavesPictures.open(MIXED.pictures(), 0);
  }

  @AfterAll
  static void close() {
    pictures.close();
  }

  private static StepCrops draw(TrainingPlan plan, List<Integer> learning, int step) {
    return StepCrops.prepare(plan, pictures, learning, step).get();
  }

  @Test
  void draw_ofAMixedStep_givesEveryTaskAsManyFeatures() {
    StepCrops crops = draw(MIXED, BOTH, 0);

    assertThat(crops.heads()).containsExactly(0, 1);
    assertThat(crops.count()).isEqualTo(8);
    assertThat(crops.batches()).extracting(PairBatch::side).containsExactly(16, 8);
    assertThat(crops.batches()).extracting(PairBatch::scale).containsExactly(1, 2);
  }

  @Test
  void draw_inTheFinish_givesAQuarterAsManyOfTwiceTheSide() {
    StepCrops crops = draw(MIXED, BOTH, 85);

    assertThat(crops.count()).isEqualTo(2);
    assertThat(crops.batches()).extracting(PairBatch::side).containsExactly(32, 16);
  }

  @Test
  void draw_ofATaskWithAShare_givesItSoManyTimesTheCrops() {
    TrainingTask derain = TrainingTask.builtIn(new Ability.Single(new Task.Derain())).withShare(3);
    TrainingPlan plan =
        new TrainingPlan(
            MIXED.name(),
            MIXED.from(),
            MIXED.frozen(),
            MIXED.architecture(),
            MIXED.tile(),
            List.of(derain, MIXED.tasks().get(1)),
            MIXED.crops(),
            MIXED.steps(),
            MIXED.objective(),
            MIXED.optimisation(),
            MIXED.validateEvery(),
            MIXED.seed(),
            MIXED.precision());

    assertThat(draw(plan, BOTH, 0).batches()).extracting(PairBatch::count).containsExactly(12, 4);
  }

  @Test
  void draw_leavesFrozenHeadsOut() {
    assertThat(draw(MIXED, List.of(1), 0).heads()).containsExactly(1);
    for (int step = 0; step < 20; step++) {
      assertThat(draw(ONE_TASK, List.of(1), step).heads()).containsExactly(1);
    }
  }

  @Test
  void draw_ofOneTaskAStep_drawsEveryTaskNowAndThen() {
    Set<Integer> drawn = new TreeSet<>();
    for (int step = 0; step < 20; step++) {
      StepCrops crops = draw(ONE_TASK, BOTH, step);
      assertThat(crops.batches()).hasSize(1);
      drawn.addAll(crops.heads());
    }
    assertThat(drawn).containsExactly(0, 1);
  }

  /** So that a resumed run learns from what it would have learnt from. */
  @Test
  void draw_dependsOnTheStepAlone_notOnThoseBefore() {
    float[] first = draw(MIXED, BOTH, 7).batches().get(0).degraded();
    draw(MIXED, BOTH, 8);

    assertThat(draw(MIXED, BOTH, 7).batches().get(0).degraded()).isEqualTo(first);
    assertThat(draw(MIXED, BOTH, 8).batches().get(0).degraded()).isNotEqualTo(first);
  }

  /** Four of noise and four of x2 among three: 2, 3 and 3. */
  @Test
  void split_givesEveryCropToOneWorker_withItsPair() {
    StepCrops whole = draw(MIXED, BOTH, 0);

    List<StepCrops> parts = whole.split(3);

    assertThat(parts).extracting(StepCrops::count).containsExactly(2, 3, 3);
    assertThat(parts)
        .extracting(StepCrops::heads)
        .containsExactly(List.of(0), List.of(0, 1), List.of(1));
    PairBatch second = parts.get(1).batches().get(0);
    PairBatch noise = whole.batches().get(0);
    assertThat(second.degraded())
        .isEqualTo(Arrays.copyOfRange(noise.degraded(), 2 * 3 * 16 * 16, 4 * 3 * 16 * 16));
    PairBatch last = parts.get(2).batches().get(0);
    PairBatch x2 = whole.batches().get(1);
    assertThat(last.clean())
        .isEqualTo(Arrays.copyOfRange(x2.clean(), 3 * 16 * 16, 4 * 3 * 16 * 16));
  }

  @Test
  void groups_areThoseThatStepsOfThePlanAreSplitInto() {
    Set<List<Integer>> groups = StepCrops.groups(MIXED, BOTH, 3);

    for (int step : new int[] {0, 85}) {
      assertThat(draw(MIXED, BOTH, step).split(3)).extracting(StepCrops::heads).isSubsetOf(groups);
    }
    assertThat(StepCrops.groups(ONE_TASK, BOTH, 3)).containsExactly(List.of(0), List.of(1));
  }
}

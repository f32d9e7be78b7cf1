package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a step of each kind moves, and what it leaves alone. */
class ObjectiveIT {
  private static final Task[] TASKS = {new Task.Denoise(50), new Task.Upscale(2)};
  private static final Objective MIXED = new Objective(true, Optional.empty(), Optional.empty());
  private static final Objective ONE_TASK =
      new Objective(false, Optional.empty(), Optional.empty());

  private static Pictures leaves;

  @BeforeAll
  static void draw() throws IOException {
    leaves = DeadLeavesPictures.open(new PicturePlan(64, 1, 1000, 1), 0);
  }

  @AfterAll
  static void close() {
    leaves.close();
  }

  private static TrainingPlan plan(Objective objective, Optimisation optimisation) {
    return SmallPlans.of(100, 1, Precision.FLOAT32, objective, optimisation, TASKS);
  }

  private static Trainer open(TrainingPlan plan) {
    return Trainer.open(plan, TrainingDevice.cpu(plan, 2));
  }

  private static Trainer.Outcome advance(TrainingPlan plan, Trainer trainer) {
    return trainer.advance(
        StepCrops.prepare(plan, leaves, trainer.learning(), trainer.step()).get());
  }

  private static Map<String, Weights.Tensor> state(Trainer trainer) {
    return trainer.state().tensors();
  }

  private static boolean same(
      Map<String, Weights.Tensor> one, Map<String, Weights.Tensor> other, String name) {
    return Arrays.equals(one.get(name).values(), other.get(name).values());
  }

  @Test
  void oneTaskAStep_leavesHeadAndTailOfTheOtherAlone() {
    TrainingPlan plan = plan(ONE_TASK, SmallPlans.adamW());
    try (Trainer trainer = open(plan)) {
      Map<String, Weights.Tensor> before = state(trainer);
      List<Integer> heads = advance(plan, trainer).heads();
      Map<String, Weights.Tensor> after = state(trainer);

      assertThat(heads).hasSize(1);
      int learnt = heads.get(0);
      String tail = "parameter/tail.%d.0.weight";
      assertThat(same(before, after, tail.formatted(learnt))).isFalse();
      assertThat(same(before, after, tail.formatted(1 - learnt))).isTrue();
      assertThat(same(before, after, "count/head." + (1 - learnt) + ".0.bias")).isTrue();
    }
  }

  @Test
  void oneTaskAStep_comesToEveryTask() {
    TrainingPlan plan = plan(ONE_TASK, SmallPlans.adamW());
    try (Trainer trainer = open(plan)) {
      boolean[] seen = new boolean[TASKS.length];
      for (int i = 0; i < 12; i++) {
        seen[advance(plan, trainer).heads().get(0)] = true;
      }

      assertThat(seen).containsOnly(true);
    }
  }

  @Test
  void beforeTheTransformerTakesPart_onlyConvolutionsMove() {
    TrainingPlan plan = plan(MIXED, SmallPlans.optimisation(Optimisation.Method.ADAMW, 3));
    try (Trainer trainer = open(plan)) {
      Map<String, Weights.Tensor> before = state(trainer);
      for (int i = 0; i < 3; i++) {
        advance(plan, trainer);
      }
      Map<String, Weights.Tensor> off = state(trainer);
      advance(plan, trainer);
      Map<String, Weights.Tensor> on = state(trainer);

      assertThat(same(before, off, "parameter/body.before.0.body.0.weight")).isFalse();
      assertThat(same(before, off, "parameter/body.project.weight")).isTrue();
      assertThat(same(off, on, "parameter/body.project.weight")).isFalse();
    }
  }

  /**
   * The published recipe fed the tail with the head alone while it had a contrastive loss, so that
   * L1 never reached the transformer. Here the projection, behind the tokens that the contrastive
   * loss sees, can only be moved by L1.
   */
  @Test
  void withAContrastiveLoss_theErrorStillReachesTheTransformer() {
    Objective objective =
        new Objective(
            true,
            Optional.of(new Objective.Contrastive(new ContrastiveLoss.Paper(), 0.0004)),
            Optional.empty());
    TrainingPlan plan = plan(objective, SmallPlans.adamW());
    try (Trainer trainer = open(plan)) {
      for (int i = 0; i < 8; i++) {
        assertThat(advance(plan, trainer).contrastive()).isFinite();
      }

      state(trainer)
          .forEach(
              (name, tensor) -> {
                if (name.startsWith("m/body.")) {
                  assertThat(tensor.values())
                      .as(name)
                      .isNotEqualTo(new float[tensor.values().length]);
                }
              });
    }
  }

  /** It is of all crops together, whoever has them. */
  @Test
  void aContrastiveLoss_isTheSameForMoreWorkers() {
    Objective objective =
        new Objective(
            true,
            Optional.of(new Objective.Contrastive(new ContrastiveLoss.Paper(), 1)),
            Optional.empty());
    TrainingPlan plan = plan(objective, SmallPlans.adamW());
    try (Trainer alone = Trainer.open(plan, TrainingDevice.cpu(plan, 1));
        Trainer shared = Trainer.open(plan, TrainingDevice.cpu(plan, 3))) {
      for (int i = 0; i < 2; i++) {
        assertThat(advance(plan, shared).contrastive())
            .isCloseTo(advance(plan, alone).contrastive(), within(1e-4));
      }

      String encoding = "m/body.linear_encoding.weight";
      assertThat(state(shared).get(encoding).values())
          .containsExactly(state(alone).get(encoding).values(), within(1e-5f));
    }
  }

  @Test
  void withoutAContrastiveLoss_thereIsNone() {
    TrainingPlan plan = plan(MIXED, SmallPlans.adamW());
    try (Trainer trainer = open(plan)) {
      assertThat(advance(plan, trainer).contrastive()).isNaN();
    }
  }

  @Test
  void withATeacher_theCleanCropsAreNotLookedAt() {
    ModelFolder teacher =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, TASKS));
    Objective objective = new Objective(true, Optional.empty(), Optional.of(teacher));
    TrainingPlan plan = plan(objective, SmallPlans.adamW());
    try (Trainer trainer = open(plan);
        Trainer other = open(plan)) {
      StepCrops crops = StepCrops.prepare(plan, leaves, trainer.learning(), 0).get();
      List<PairBatch> black =
          crops.batches().stream().map(ObjectiveIT::withBlackInPlaceOfClean).toList();

      double[] losses = trainer.advance(crops).losses();

      assertThat(other.advance(new StepCrops(0, crops.heads(), black)).losses()).isEqualTo(losses);
    }
  }

  private static PairBatch withBlackInPlaceOfClean(PairBatch batch) {
    float[] black = new float[batch.clean().length];
    return new PairBatch(
        batch.count(), batch.side(), batch.scale(), batch.degraded(), batch.sigmas(), black);
  }

  /** Both start alike, as the identity and the bicubic enlargement. */
  @Test
  void aTeacherThatKnowsNoMore_hasNothingToTeach() {
    ModelFolder teacher = SmallNetworks.fresh(SmallNetworks.COMPACT, 16, TASKS);
    Objective objective = new Objective(true, Optional.empty(), Optional.of(teacher));
    TrainingPlan plan = plan(objective, SmallPlans.adamW());
    try (Trainer trainer = open(plan)) {
      assertThat(advance(plan, trainer).losses())
          .containsExactly(new double[] {0, 0}, within(1e-3));
    }
  }

  @Test
  void theContrastiveLoss_changesWhatIsLearnt() {
    Objective objective =
        new Objective(
            true,
            Optional.of(new Objective.Contrastive(new ContrastiveLoss.Supervised(), 0.1)),
            Optional.empty());
    try (Trainer plain = open(plan(MIXED, SmallPlans.adamW()));
        Trainer contrasted = open(plan(objective, SmallPlans.adamW()))) {
      for (int i = 0; i < 3; i++) {
        advance(plan(MIXED, SmallPlans.adamW()), plain);
        advance(plan(objective, SmallPlans.adamW()), contrasted);
      }

      String encoding = "parameter/body.linear_encoding.weight";
      assertThat(same(state(plain), state(contrasted), encoding)).isFalse();
    }
  }
}

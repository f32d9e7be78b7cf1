package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlanFactsTest {
  private static final Task DERAIN = new Task.Derain();
  private static final Objective MIXED = new Objective(true, Optional.empty(), Optional.empty());
  private static final TrainingPlan PLAN = SmallPlans.of(100, 1, Precision.FLOAT32, DERAIN);

  /** The keys whose words differ. */
  private static Set<String> differences(TrainingPlan other) {
    return differences(PLAN, other);
  }

  private static Set<String> differences(TrainingPlan plan, TrainingPlan other) {
    Map<String, String> ours = plan.facts();
    Map<String, String> theirs = other.facts();
    Set<String> keys = new LinkedHashSet<>(ours.keySet());
    keys.addAll(theirs.keySet());
    keys.removeIf(key -> ours.getOrDefault(key, "").equals(theirs.getOrDefault(key, "")));
    return keys;
  }

  /** A plan of two tasks: a contrastive loss needs two crops. */
  private static TrainingPlan with(Objective objective, Optimisation optimisation) {
    return SmallPlans.of(
        100, 1, Precision.FLOAT32, objective, optimisation, DERAIN, new Task.Denoise(50));
  }

  private static TrainingPlan changed(
      UnaryOperator<Crops> crops, List<TrainingTask> tasks, int validateEvery) {
    return new TrainingPlan(
        PLAN.name(),
        PLAN.from(),
        PLAN.frozen(),
        PLAN.architecture(),
        PLAN.tile(),
        tasks,
        crops.apply(PLAN.crops()),
        PLAN.steps(),
        PLAN.objective(),
        PLAN.optimisation(),
        validateEvery,
        PLAN.seed(),
        PLAN.precision());
  }

  @Test
  void facts_haveTheKeysOfAPlanFile_andReadableValues() {
    assertThat(PLAN.facts())
        .containsEntry("name", "small")
        .containsEntry("from", "scratch")
        .containsEntry("task 1", "derain")
        .containsEntry("crop", "16")
        .containsEntry("crops-per-task", "4")
        .containsEntry("architecture encoder-layers", "1")
        .containsEntry("architecture value-scale", "63.75")
        .containsEntry("contrastive", "none")
        .containsEntry("learning-rate", "0.01")
        .containsEntry("decay", "cosine, end 0.01")
        .containsEntry("weight-decay", "0.0001")
        .containsEntry("precision", "float32");
  }

  @Test
  void facts_ofEqualPlans_areEqual() {
    assertThat(differences(SmallPlans.of(100, 1, Precision.FLOAT32, DERAIN))).isEmpty();
  }

  @Test
  void facts_ofAnotherPlan_differWhereItDoes() {
    assertThat(differences(SmallPlans.of(101, 1, Precision.FLOAT32, DERAIN)))
        .containsExactly("steps");
    assertThat(differences(SmallPlans.of(100, 2, Precision.FLOAT32, DERAIN)))
        .containsExactly("seed");
    assertThat(differences(SmallPlans.of(100, 1, Precision.BFLOAT16, DERAIN)))
        .containsExactly("precision");
    assertThat(differences(SmallPlans.of(100, 1, Precision.FLOAT32, DERAIN, new Task.Upscale(2))))
        .containsExactly("task 2");
    assertThat(PLAN.architecture()).isEqualTo(SmallNetworks.COMPACT);
  }

  @Test
  void facts_tellCropsApart() {
    List<TrainingTask> tasks = PLAN.tasks();
    assertThat(differences(changed(c -> new Crops(24, 4, 0.15, 1), tasks, 1000)))
        .containsExactly("crop");
    assertThat(differences(changed(c -> new Crops(16, 5, 0.15, 1), tasks, 1000)))
        .containsExactly("crops-per-task");
    assertThat(differences(changed(c -> new Crops(16, 4, 0.2, 1), tasks, 1000)))
        .containsExactly("finish");
    assertThat(differences(changed(c -> new Crops(16, 4, 0.15, 0.5), tasks, 1000)))
        .containsExactly("reduce-to");
  }

  /** Looking more often does not change what is looked at. */
  @Test
  void facts_leaveOutHowOftenIsValidated() {
    assertThat(differences(changed(c -> c, PLAN.tasks(), 5))).isEmpty();
  }

  @Test
  void facts_tellObjectivesApart() {
    Optimisation same = PLAN.optimisation();
    assertThat(
            differences(
                with(MIXED, PLAN.optimisation()),
                with(new Objective(false, Optional.empty(), Optional.empty()), same)))
        .containsExactly("batches");
    Objective.Contrastive paper = new Objective.Contrastive(new ContrastiveLoss.Paper(), 0.1);
    assertThat(
            differences(
                with(MIXED, PLAN.optimisation()),
                with(new Objective(true, Optional.of(paper), Optional.empty()), same)))
        .containsExactly("contrastive", "contrastive weight");
    ModelFolder teacher =
        SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DERAIN, new Task.Denoise(50));
    assertThat(
            differences(
                with(MIXED, PLAN.optimisation()),
                with(new Objective(true, Optional.empty(), Optional.of(teacher)), same)))
        .containsExactly("teacher");
    TrainingPlan supervised =
        with(
            new Objective(
                true,
                Optional.of(new Objective.Contrastive(new ContrastiveLoss.Supervised(0.07), 0.001)),
                Optional.empty()),
            same);
    assertThat(supervised.facts())
        .containsEntry("contrastive", "supervised, temperature 0.07")
        .containsEntry("contrastive weight", "0.001");
  }

  @Test
  void facts_tellOptimisationsApart() {
    Schedule cosine = PLAN.optimisation().schedule();
    Optimisation.Method adamW = Optimisation.Method.ADAMW;
    Schedule steps = new Schedule(0.03, new Schedule.MultiStep(List.of(0.5, 0.8), 0.5));
    assertThat(
            differences(
                with(MIXED, PLAN.optimisation()),
                with(
                    MIXED,
                    new Optimisation(Optimisation.Method.MUON, 0.02, steps, 0.1, 2, 0.9, 3, 0.5))))
        .containsExactly(
            "optimiser",
            "learning-rate",
            "decay",
            "weight-decay",
            "clip",
            "average",
            "transformer-from",
            "transformer-rate");
    assertThat(
            differences(
                with(MIXED, PLAN.optimisation()),
                with(
                    MIXED,
                    new Optimisation(
                        adamW, 0.01, new Schedule(0.1, cosine.descent()), 1e-4, 1, 0.999, 0, 1))))
        .containsExactly("warm-up");
  }

  @Test
  void facts_ofAUsersOwnTask_sayWhatSpoilsThePictures() {
    Ability deblock = new Ability.Single(new Task.Custom("deblock", 1));
    List<TrainingTask> tasks = List.of(new TrainingTask(deblock, new JpegCompression(10, 40)));

    assertThat(changed(c -> c, tasks, 1000).facts())
        .containsEntry(
            "task 1", "deblock, jpeg compression, lowest quality 10, highest quality 40");
    assertThat(changed(c -> c, List.of(tasks.get(0).withShare(3)), 1000).facts().get("task 1"))
        .endsWith(", share 3");
  }
}

package io.iptstreams.train;

import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans that a test can carry out. */
final class SmallPlans {
  /** Crops of two by two windows. */
  static final int CROP = 16;

  private SmallPlans() {}

  static TrainingPlan of(int steps, long seed, Precision precision, Task... tasks) {
    return of(
        steps,
        seed,
        precision,
        new Objective(true, Optional.empty(), Optional.empty()),
        adamW(),
        tasks);
  }

  static TrainingPlan of(
      int steps,
      long seed,
      Precision precision,
      Objective objective,
      Optimisation optimisation,
      Task... tasks) {
    List<TrainingTask> learnt =
        Stream.of(tasks).map(Ability.Single::new).map(TrainingTask::builtIn).toList();
    // A contrastive loss compares crops, and the finish has a quarter as many.
    int perTask = objective.contrastive().isPresent() && !objective.mixed() ? 8 : 4;
    return new TrainingPlan(
        "small",
        Optional.empty(),
        List.of(),
        SmallNetworks.COMPACT,
        16,
        learnt,
        new Crops(CROP, perTask, 0.15, 1),
        steps,
        objective,
        optimisation,
        1000,
        seed,
        precision);
  }

  static Optimisation adamW() {
    return optimisation(Optimisation.Method.ADAMW, 0);
  }

  static Optimisation optimisation(Optimisation.Method method, int transformerFrom) {
    Schedule schedule = new Schedule(0.03, new Schedule.Cosine(0.01));
    return new Optimisation(method, 0.01, schedule, 1e-4, 1, 0.999, transformerFrom, 1);
  }
}

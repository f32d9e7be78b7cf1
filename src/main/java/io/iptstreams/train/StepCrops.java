package io.iptstreams.train;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What one step learns from. Depends on the plan, the pictures and the step's number alone, so that
 * a resumed run goes on as if it had not been stopped.
 *
 * @param step its number, from 0
 * @param heads which heads take part, ascending
 * @param batches the crops of each
 */
record StepCrops(int step, List<Integer> heads, List<PairBatch> batches) {

  /**
   * Finds the pictures of a step; what it gives draws the crops from them, on any thread.
   *
   * @param learning heads that may take part, ascending
   */
  static Supplier<StepCrops> prepare(
      TrainingPlan plan, Pictures pictures, List<Integer> learning, int step) {
    Pictures.CropSource source = pictures.at(step);
    return () -> draw(plan, source, learning, step);
  }

  private static StepCrops draw(
      TrainingPlan plan, Pictures.CropSource source, List<Integer> learning, int step) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed() * 1_000_003L + step);
    boolean finishing = plan.finishing(step);
    int side = plan.crops().side(finishing);
    int count = plan.crops().perTask(finishing);
    List<Integer> heads =
        plan.objective().mixed()
            ? learning
            : List.of(learning.get(random.nextInt(learning.size())));
    List<PairBatch> batches =
        heads.stream()
            .map(
                head -> {
                  TrainingTask task = plan.tasks().get(head);
                  return PairBatch.draw(
                      source,
                      task,
                      count * task.share(),
                      plan.cropSide(task.ability(), side),
                      random);
                })
            .toList();
    return new StepCrops(step, heads, batches);
  }

  /**
   * Heads that some worker may have crops of together, in any step of a plan.
   *
   * @param learning heads that may take part, ascending
   */
  static Set<List<Integer>> groups(TrainingPlan plan, List<Integer> learning, int workers) {
    Set<List<Integer>> groups = new LinkedHashSet<>();
    if (!plan.objective().mixed()) {
      learning.forEach(head -> groups.add(List.of(head)));
      return groups;
    }
    for (boolean finishing : new boolean[] {false, true}) {
      int perTask = plan.crops().perTask(finishing);
      List<Integer> counts =
          learning.stream().map(head -> perTask * plan.tasks().get(head).share()).toList();
      for (List<Split.Run> runs : Split.among(workers, counts)) {
        groups.add(runs.stream().map(run -> learning.get(run.row())).toList());
      }
    }
    return groups;
  }

  /** Crops of all tasks together. */
  int count() {
    return batches.stream().mapToInt(PairBatch::count).sum();
  }

  /** The same crops, shared out among as many workers as there are crops for. */
  List<StepCrops> split(int workers) {
    List<Integer> counts = batches.stream().map(PairBatch::count).toList();
    return Split.among(workers, counts).stream().map(this::part).toList();
  }

  private StepCrops part(List<Split.Run> runs) {
    return new StepCrops(
        step,
        runs.stream().map(run -> heads.get(run.row())).toList(),
        runs.stream().map(run -> batches.get(run.row()).part(run.from(), run.to())).toList());
  }
}

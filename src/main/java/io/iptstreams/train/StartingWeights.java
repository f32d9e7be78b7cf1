package io.iptstreams.train;

import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.TrainableNetwork;
import io.iptstreams.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a run starts from: fresh weights, or those of a trained model with fresh heads, tails and
 * queries for the tasks that are new to it. A value.
 */
final class StartingWeights {
  private static final String QUERIES = "body.query_embed.weight";

  private final TrainingPlan plan;
  private final Weights weights;
  private final Set<String> pretrained;
  private final List<Integer> learning;

  private StartingWeights(TrainingPlan plan, Weights weights, Set<String> pretrained) {
    this.plan = plan;
    this.weights = weights;
    this.pretrained = pretrained;
    this.learning =
        IntStream.range(0, plan.tasks().size()).filter(head -> !allFrozen(head)).boxed().toList();
  }

  /**
   * @throws TrainingException if nothing is left to learn
   */
  static StartingWeights of(TrainingPlan plan) {
    Weights fresh = TrainableNetwork.initial(plan.architecture(), plan.taskSet(), plan.seed());
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(fresh.tensors());
    Set<String> pretrained = new TreeSet<>();
    plan.from().ifPresent(model -> transplant(plan, model, tensors, pretrained));
    StartingWeights start = new StartingWeights(plan, new Weights(tensors), pretrained);
    if (start.learning.isEmpty()) {
      throw new TrainingException(
          "nothing is left to learn: every task is frozen by " + plan.frozen());
    }
    return start;
  }

  private static void transplant(
      TrainingPlan plan,
      ModelFolder model,
      Map<String, Weights.Tensor> tensors,
      Set<String> pretrained) {
    List<Integer> sources =
        plan.tasks().stream()
            .map(task -> model.card().taskSet().abilities().indexOf(task.ability()))
            .toList();
    for (String name : List.copyOf(tensors.keySet())) {
      String source = name;
      if (!name.startsWith("body.")) {
        String[] parts = name.split("\\.", 3);
        int from = sources.get(Integer.parseInt(parts[1]));
        source = parts[0] + "." + from + "." + parts[2];
      }
      if (model.weights().tensors().containsKey(source) && !name.equals(QUERIES)) {
        tensors.put(name, model.weights().tensors().get(source));
        pretrained.add(name);
      }
    }
    tensors.put(
        QUERIES, queries(tensors.get(QUERIES), model.weights().tensors().get(QUERIES), sources));
  }

  /** A row for each task: the trained one, or a fresh one if it is new. */
  private static Weights.Tensor queries(
      Weights.Tensor fresh, Weights.Tensor trained, List<Integer> sources) {
    int width = fresh.shape().get(1);
    float[] values = fresh.values().clone();
    for (int row = 0; row < sources.size(); row++) {
      if (sources.get(row) >= 0) {
        System.arraycopy(trained.values(), sources.get(row) * width, values, row * width, width);
      }
    }
    return new Weights.Tensor(fresh.shape(), values);
  }

  /** The weights of step 0. */
  Weights weights() {
    return weights;
  }

  /** Heads that have something to learn, ascending. */
  List<Integer> learning() {
    return learning;
  }

  /** Whether a parameter stays as it is. */
  boolean frozen(String name) {
    return plan.frozen().stream()
        .anyMatch(
            beginning ->
                beginning.equals(TrainingPlan.PRETRAINED)
                    ? pretrained.contains(name)
                    : name.equals(beginning) || name.startsWith(beginning + "."));
  }

  private boolean allFrozen(int head) {
    boolean headOnly =
        weights.tensors().keySet().stream()
            .filter(
                name ->
                    name.startsWith("head." + head + ".") || name.startsWith("tail." + head + "."))
            .allMatch(this::frozen);
    boolean bodyToo =
        weights.tensors().keySet().stream()
            .filter(name -> name.startsWith("body.") && !name.equals(QUERIES))
            .allMatch(this::frozen);
    return headOnly && bodyToo;
  }
}

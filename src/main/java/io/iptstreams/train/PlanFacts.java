package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.task.Task;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plan as words, a fact a line, under the keys of its file as far as these have one. Equal plans
 * have equal words, and plans that lead to different models different ones.
 */
final class PlanFacts {
  private final Map<String, String> facts = new LinkedHashMap<>();

  private PlanFacts() {}

  static Map<String, String> of(TrainingPlan plan) {
    PlanFacts words = new PlanFacts();
    words.put("name", plan.name());
    words.put("from", plan.from().map(ModelFolder::fingerprint).orElse("scratch"));
    words.put("freeze", plan.frozen().isEmpty() ? "nothing" : String.join(", ", plan.frozen()));
    words.tasks(plan.tasks());
    words.put("tile", plan.tile());
    words.architecture(plan.architecture());
    words.put("crop", plan.crops().side());
    words.put("crops-per-task", plan.crops().perTask());
    words.put("finish", plan.crops().finish());
    words.put("reduce-to", plan.crops().reduceTo());
    words.put("steps", plan.steps());
    words.objective(plan.objective());
    words.optimisation(plan.optimisation());
    words.put("seed", plan.seed());
    words.put("precision", plan.precision().title());
    return words.facts;
  }

  private void tasks(List<TrainingTask> tasks) {
    for (int i = 0; i < tasks.size(); i++) {
      TrainingTask task = tasks.get(i);
      boolean custom = task.ability().example() instanceof Task.Custom;
      boolean asEver = !custom && task.withShare(1).equals(TrainingTask.builtIn(task.ability()));
      put(
          "task " + (i + 1),
          task.title()
              + (asEver ? "" : ", " + spelled(task.degradation()))
              + (task.share() == 1 ? "" : ", share " + task.share()));
    }
  }

  private void architecture(Architecture architecture) {
    for (RecordComponent size : Architecture.class.getRecordComponents()) {
      put("architecture " + dashed(size.getName()), value(size, architecture));
    }
  }

  private static Object value(RecordComponent component, Object holder) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void objective(Objective objective) {
    put("batches", objective.mixed() ? "mixed" : "one-task");
    Optional<Objective.Contrastive> contrastive = objective.contrastive();
    put("contrastive", contrastive.map(second -> spelled(second.loss())).orElse("none"));
    put("teacher", objective.teacher().map(ModelFolder::fingerprint).orElse("none"));
    put("contrastive weight", contrastive.map(second -> number(second.weight())).orElse("none"));
  }

  private void optimisation(Optimisation optimisation) {
    put("optimiser", optimisation.method().name().toLowerCase(Locale.ROOT));
    put("learning-rate", optimisation.learningRate());
    put("warm-up", optimisation.schedule().warmUp());
    put("decay", spelled(optimisation.schedule().descent()));
    put("weight-decay", optimisation.weightDecay());
    put("clip", optimisation.clip());
    put("average", optimisation.average());
    put("transformer-from", optimisation.transformerFrom());
    put("transformer-rate", optimisation.transformerRate());
  }

  private void put(String key, Object value) {
    facts.put(key, value instanceof Double || value instanceof Float ? number(value) : "" + value);
  }

  /** All digits that the number has, without an exponent. */
  private static String number(Object number) {
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** As {@code jpeg compression, lowest quality 10, highest quality 40}. */
  private static String spelled(Object value) {
    if (!value.getClass().isRecord()) {
      return value.toString();
    }
    StringBuilder words = new StringBuilder(spaced(value.getClass().getSimpleName()));
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = value(component, value);
      words.append(", ").append(spaced(component.getName())).append(' ');
      words.append(part instanceof Double || part instanceof Float ? number(part) : part);
    }
    return words.toString();
  }

  /** {@code picturesToValidate} as {@code pictures to validate}. */
  static String spaced(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}

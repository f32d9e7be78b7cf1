package io.iptstreams.stream;

import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out what is to be done with a record: its own header says it, else the first rule that
 * holds; a record that neither names is rejected.
 */
final class Tagger {
  private final TopologyDefinition definition;
  private final Function<String, TaskSet> tasks;

  /**
   * @param tasks what a model can do at this moment, by its name
   */
  Tagger(TopologyDefinition definition, Function<String, TaskSet> tasks) {
    this.definition = definition;
    this.tasks = tasks;
  }

  Tag tag(Envelope record) {
    Optional<TagRule> rule =
        definition.rules().stream().filter(r -> r.when().holds(record)).findFirst();
    String sink = definition.sink(rule.flatMap(TagRule::sink), record.topic());
    Optional<String> asked = record.headers().task();
    if (asked.isPresent()) {
      return restoring(TaskNames.split(asked.get()), rule, record, sink);
    }
    if (rule.isEmpty()) {
      return new Tag.Reject("no task asked for, and no rule gives it one", Optional.empty());
    }
    TagRule.Verdict verdict = rule.get().verdict();
    if (verdict instanceof TagRule.Restore restore) {
      return restoring(restore.tasks(), rule, record, sink);
    }
    return verdict instanceof TagRule.Pass
        ? new Tag.Pass(sink)
        : new Tag.Reject("no task asked for, and a rule rejects such records", Optional.empty());
  }

  private Tag restoring(List<String> names, Optional<TagRule> rule, Envelope record, String sink) {
    Optional<TagRule.Restore> ruled =
        rule.map(TagRule::verdict)
            .filter(TagRule.Restore.class::isInstance)
            .map(TagRule.Restore.class::cast);
    String model = ruled.flatMap(TagRule.Restore::model).orElse(definition.restore().model());
    Optional<String> strength =
        record.headers().strength().or(() -> ruled.flatMap(TagRule.Restore::statedStrength));
    try {
      List<Task> found = new ArrayList<>();
      for (String name : names) {
        found.add(TaskNames.find(name, strength, model, tasks.apply(model)));
      }
      return new Tag.Restore(model, found, sink);
    } catch (IllegalArgumentException e) {
      return new Tag.Reject(e.getMessage(), Optional.of(String.join(", ", names)));
    }
  }
}

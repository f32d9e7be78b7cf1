package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what is to be done with a record: its own header says it, else the first rule that
 * holds; a record that neither names is rejected.
 */
final class Tagger {
  private final List<TagRule> rules;
  private final String modelName;
  private final TaskSet tasks;

  /**
   * @param tasks what the model can do
   */
  Tagger(List<TagRule> rules, String modelName, TaskSet tasks) {
    this.rules = rules;
    this.modelName = modelName;
    this.tasks = tasks;
  }

  Tag tag(Optional<String> key, FrameHeaders headers) {
    String verdict = headers.task().orElse(null);
    if (verdict != null) {
      return restoring(verdict);
    }
    for (TagRule rule : rules) {
      if (rule.when().holds(key, headers)) {
        return switch (rule.verdict()) {
          case TagRule.PASS -> new Tag.Pass();
          case TagRule.REJECT ->
              new Tag.Reject(
                  "no task asked for, and a rule rejects such records", Optional.empty());
          default -> restoring(rule.verdict());
        };
      }
    }
    return new Tag.Reject("no task asked for, and no rule gives it one", Optional.empty());
  }

  private Tag restoring(String name) {
    Optional<Task> task = tasks.find(name);
    return task.isPresent()
        ? new Tag.Restore(task.get())
        : new Tag.Reject(
            "unknown task \"" + name + "\"; " + modelName + " knows " + tasks, Optional.of(name));
  }
}

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what is to be done with a record: its own header says it, else the first rule that
 * holds; a record that neither names is rejected.
 */
final class Tagger {
  private final List<TagRule> rules;
  private final String modelName;
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  /**
   * @param tasks what the model can do
   */
  Tagger(List<TagRule> rules, String modelName, List<Task> tasks) {
    this.rules = rules;
    this.modelName = modelName;
    tasks.forEach(task -> this.tasks.put(task.id(), task));
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
    Task task = tasks.get(name);
    return task != null
        ? new Tag.Restore(task)
        : new Tag.Reject(
            "unknown task \""
                + name
                + "\"; "
                + modelName
                + " knows "
                + String.join(", ", tasks.keySet()),
            Optional.of(name));
  }
}

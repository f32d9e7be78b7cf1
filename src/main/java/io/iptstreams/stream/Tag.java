package io.iptstreams.stream;

import io.iptstreams.task.Task;
import java.util.List;
import java.util.Optional;

/** What is to be done with a record. */
sealed interface Tag permits Tag.Restore, Tag.Pass, Tag.Reject {

  /**
   * Restore its picture.
   *
   * @param model that does it
   * @param tasks what to undo, in this order
   * @param sink topic the result goes to
   */
  record Restore(String model, List<Task> tasks, String sink) implements Tag {}

  /** Send it on as it is. */
  record Pass(String sink) implements Tag {}

  /**
   * Make it a dead letter.
   *
   * @param asked the tasks it asked for, if it asked for any
   */
  record Reject(String reason, Optional<String> asked) implements Tag {}
}

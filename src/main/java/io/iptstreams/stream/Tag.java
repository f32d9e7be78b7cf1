package io.iptstreams.stream;

import io.iptstreams.task.Task;
import java.util.Optional;

/** What is to be done with a record. */
sealed interface Tag permits Tag.Restore, Tag.Pass, Tag.Reject {

  /** Restore its picture. */
  record Restore(Task task) implements Tag {}

  /** Send it on as it is. */
  record Pass() implements Tag {}

  /**
   * Make it a dead letter.
   *
   * @param asked the task it asked for, if it asked for one
   */
  record Reject(String reason, Optional<String> asked) implements Tag {}
}

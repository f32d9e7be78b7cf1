package io.iptstreams.stream;

import io.iptstreams.task.Task;

/** What is to be done with a record. */
sealed interface Tag permits Tag.Restore, Tag.Pass, Tag.Reject {

  /** Restore its picture. */
  record Restore(Task task) implements Tag {}

  /** Send it on as it is. */
  record Pass() implements Tag {}

  /** Make it a dead letter. */
  record Reject(String reason) implements Tag {}
}

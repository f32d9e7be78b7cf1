package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.stream.Outcomes;

/** What became of the frames of a stage, for programs. */
final class OutcomesJson {
  private OutcomesJson() {}

  /** The terms of the equation; {@code late} are among those dropped and passed through. */
  static ObjectNode of(String topology, Outcomes.Counts counts) {
    return new ObjectMapper()
        .createObjectNode()
        .put("topology", topology)
        .put("received", counts.received())
        .put("restored", counts.restored())
        .put("passedThrough", counts.passed())
        .put("dropped", counts.dropped())
        .put("ignored", counts.ignored())
        .put("deadLettered", counts.deadLettered())
        .put("waiting", counts.waiting())
        .put("late", counts.late());
  }
}

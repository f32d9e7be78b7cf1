package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Topologies for tests: from frames to frames.restored and frames.dead. */
final class Definitions {
  private Definitions() {}

  static TopologyDefinition of(TagRule... rules) {
    return of(OptionalInt.empty(), Duration.ofMinutes(1), Map.of(), rules);
  }

  static TopologyDefinition of(
      OptionalInt threads, Duration deadline, Map<String, String> kafka, TagRule... rules) {
    return new TopologyDefinition(
        "live-derain",
        List.of(new TopologyDefinition.Source("frames", Optional.empty())),
        List.of(rules),
        new TopologyDefinition.Restore(
            "identity",
            2,
            new BatchPolicy(8, Duration.ofMillis(20)),
            new Limits(64_000_000, 12, deadline)),
        Map.of(),
        Optional.empty(),
        "frames.restored",
        Optional.empty(),
        "frames.dead",
        Optional.empty(),
        threads,
        kafka);
  }

  /** The same with more lines of a topology file, by the model {@code identity}. */
  static TopologyDefinition with(String... lines) {
    String file = String.join("\n", lines);
    return TopologyFile.parse(
        "test.yaml",
        (file.contains("source") ? "" : "source: { topic: frames }\n")
            + (file.contains("sink: { topic") ? "" : "sink: { topic: frames.restored }\n")
            + "restore: { model: identity }\n"
            + "dead-letters: { topic: frames.dead }\n"
            + file);
  }
}

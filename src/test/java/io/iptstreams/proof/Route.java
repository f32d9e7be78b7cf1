package io.iptstreams.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A stage and the topics it stands between.
 *
 * @param name of the stage, hence of its consumer group
 */
record Route(String name, String source, String sink, String deadLetters) {

  static Route of(String name) {
    return new Route(name, name, name + ".restored", name + ".dead");
  }

  /** Another stage that reads the same source and writes to topics of its own. */
  Route beside(String other) {
    return new Route(other, source, other + ".restored", other + ".dead");
  }

  /** Where outcomes are to be found. */
  List<String> outcomes() {
    return List.of(sink, deadLetters);
  }

  /**
   * Writes the topology file of the stage, with a deadline of ten seconds for a frame.
   *
   * @param more what follows, such as {@code threads: 4}
   */
  Path write(Path folder, String more) throws IOException {
    return write(folder, Duration.ofSeconds(10), more);
  }

  /** The same with another deadline. */
  Path write(Path folder, Duration deadline, String more) throws IOException {
    String text =
        """
        name: %s
        source: { topic: %s }
        restore:
          model: ipt-nano
          deadline: %d s
        sink: { topic: %s }
        dead-letters: { topic: %s }
        """
            .formatted(name, source, deadline.toSeconds(), sink, deadLetters);
    return Files.writeString(folder.resolve(name + ".yaml"), text + more);
  }
}

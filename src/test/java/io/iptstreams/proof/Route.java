package io.iptstreams.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Writes the topology file of the stage.
   *
   * @param more what follows, such as {@code threads: 4}
   */
  Path write(Path folder, String more) throws IOException {
    String text =
        """
        name: %s
        source: { topic: %s }
        restore:
          model: ipt-nano
          deadline: 10 s
        sink: { topic: %s }
        dead-letters: { topic: %s }
        """
            .formatted(name, source, sink, deadLetters);
    return Files.writeString(folder.resolve(name + ".yaml"), text + more);
  }
}

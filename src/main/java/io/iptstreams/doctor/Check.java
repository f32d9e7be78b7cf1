package io.iptstreams.doctor;

import java.time.Duration;
import java.util.List;

/** One thing to look at. Whatever it throws and however long it takes, the others go on. */
interface Check {

  /** A word for what it looks at. */
  String name();

  /** Names of checks before it without whose success it could find nothing. */
  default List<String> needs() {
    return List.of();
  }

  /** How long it may take. */
  default Duration limit() {
    return Duration.ofSeconds(20);
  }

  /** What to do if it takes longer or throws what nobody thought of. */
  String remedy();

  /** Looks; runs on a thread of its own, which is interrupted when its time is up. */
  List<Finding> look() throws Exception;
}

package io.iptstreams.stream;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows each sight to all spectators, and keeps their faults from the frames. */
final class Audience implements Spectator {
  private static final Logger log = LoggerFactory.getLogger(Audience.class);

  private final List<Spectator> spectators;

  Audience(List<Spectator> spectators) {
    this.spectators = List.copyOf(spectators);
  }

  @Override
  public void see(Sight sight) {
    for (Spectator spectator : spectators) {
      try {
        spectator.see(sight);
      } catch (RuntimeException fault) {
        log.warn("{} could not see a picture: {}", spectator, fault.toString());
      }
    }
  }
}

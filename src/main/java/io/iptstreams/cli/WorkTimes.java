package io.iptstreams.cli;

import io.iptstreams.stream.Sight;
import io.iptstreams.stream.Spectator;
import java.time.Duration;

/** Adds up how long pictures waited and were worked on. */
final class WorkTimes implements Spectator {
  /**
   * Since the stage began.
   *
   * @param queued how old the pictures were when work on them began
   * @param worked from then until they were handed on
   */
  record Sums(long pictures, Duration queued, Duration worked) {
    static final Sums NONE = new Sums(0, Duration.ZERO, Duration.ZERO);

    private Sums plus(Sight sight) {
      return new Sums(pictures + 1, queued.plus(sight.queued()), worked.plus(sight.worked()));
    }
  }

  private Sums sums = Sums.NONE;

  @Override
  public synchronized void see(Sight sight) {
    sums = sums.plus(sight);
  }

  synchronized Sums sums() {
    return sums;
  }
}

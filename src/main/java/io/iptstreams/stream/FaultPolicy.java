package io.iptstreams.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Which faults of a stream thread another thread may get over, and how many of them. Safe for many
 * threads.
 *
 * <p>What Kafka itself calls retriable, such as a broker that is away for a while, is tried again:
 * the transaction was rolled back, so nothing is lost or doubled. Everything else, and too many of
 * these, stops the stage.
 */
final class FaultPolicy {
  static final int MOST = 10;
  static final Duration WITHIN = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Deque<Instant> recent = new ArrayDeque<>();

  FaultPolicy(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether the thread may be replaced; each yes counts. */
  synchronized boolean mayGoOn(Throwable fault) {
    if (!isRetriable(fault)) {
      return false;
    }
    Instant now = clock.instant();
    while (!recent.isEmpty() && recent.peek().plus(WITHIN).isBefore(now)) {
      recent.remove();
    }
    recent.add(now);
    return recent.size() <= MOST;
  }

  private static boolean isRetriable(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }
}

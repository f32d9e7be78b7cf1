package io.iptstreams.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does in its own time. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Eventually() {}

  /** Looks again and again until something holds. */
  static void holds(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Something that may hold now. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }
}

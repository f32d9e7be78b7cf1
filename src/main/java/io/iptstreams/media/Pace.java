package io.iptstreams.media;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets the frames of a stream go one after the other at the distances of their times, so that what
 * waited on a topic does not flood a receiver. A frame that is late goes at once.
 *
 * <p>Frames of a live source go up to a quarter faster when there are any: otherwise what once held
 * the stream up, were it only the start of the stage, would delay its viewers for ever.
 *
 * <p>For one thread.
 */
final class Pace {
  private static final double CATCHING_UP = 1.25;

  /** What is missing in a stream is not waited for. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final LongSupplier nanoClock;
  private final Sleeper sleeper;
  private boolean begun;
  private double lastSeconds;
  private long lastNanos;

  /**
   * @param nanoClock a steady one
   */
  Pace(LongSupplier nanoClock, Sleeper sleeper) {
    this.nanoClock = nanoClock;
    this.sleeper = sleeper;
  }

  /**
   * Returns when the next frame may go; at once, with the thread still interrupted, at an
   * interrupt.
   *
   * @param seconds the frame's time
   * @param live whether it came from a live source
   */
  void await(double seconds, boolean live) {
    long now = nanoClock.getAsLong();
    long due = now;
    if (begun) {
      double distance = (seconds - lastSeconds) / (live ? CATCHING_UP : 1);
      long wait = lastNanos + Math.round(distance * 1e9) - now;
      due = now + Math.max(0, Math.min(wait, LONGEST_WAIT.toNanos()));
    }
    begun = true;
    lastSeconds = seconds;
    lastNanos = due;
    if (due > now) {
      sleep(Duration.ofNanos(due - now));
    }
  }

  private void sleep(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

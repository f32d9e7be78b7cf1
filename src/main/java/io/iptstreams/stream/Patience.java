package io.iptstreams.stream;

import io.iptstreams.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks a store that does not answer again and again, with growing pauses, and tells what a person
 * has to mend from what is wrong with one record.
 */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration longest;
  private final Pause pause;

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  /**
   * @param longest time spent in pauses before giving up
   */
  Patience(Duration longest, Pause pause) {
    this.longest = longest;
    this.pause = pause;
  }

  /** Pauses of the thread that asks. */
  static Patience of(Duration longest) {
    return new Patience(longest, time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
  }

  /**
   * What the store answers.
   *
   * @throws StoreException if it is the record's fault
   * @throws StageException if the store refuses, or does not answer for too long
   */
  <T> T ask(Supplier<T> question) {
    Duration paused = Duration.ZERO;
    Duration next = FIRST_PAUSE;
    while (true) {
      try {
        return question.get();
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.REFUSED) {
          throw new StageException(e.getMessage(), e);
        }
        if (e.kind() != StoreException.Kind.UNREACHABLE) {
          throw e;
        }
        if (paused.plus(next).compareTo(longest) > 0) {
          throw new StageException(
              e.getMessage() + "; asked again for " + paused.toMillis() + " ms", e);
        }
      }
      pause(next);
      paused = paused.plus(next);
      next = next.multipliedBy(2);
      next = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
  }

  private void pause(Duration time) {
    try {
      pause.last(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException stopping =
          new CancellationException("interrupted while waiting for a store");
      stopping.initCause(e);
      throw stopping;
    }
  }
}

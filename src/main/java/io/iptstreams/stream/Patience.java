package io.iptstreams.stream;

import io.iptstreams.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanos;

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  /**
   * @param longest time from the first question after which it is not asked again; how long an
   *     answer may take is the store's affair
   * @param nanos a clock
   */
  Patience(Duration longest, Pause pause, LongSupplier nanos) {
    this.longest = longest;
    this.pause = pause;
    this.nanos = nanos;
  }

  /** Pauses of the thread that asks. */
  static Patience of(Duration longest) {
    return new Patience(
        longest, time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()), System::nanoTime);
  }

  /**
   * What the store answers.
   *
   * @throws StoreException if it is the record's fault
   * @throws StageException if the store refuses, or does not answer for too long
   */
  <T> T ask(Supplier<T> question) {
    long start = nanos.getAsLong();
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
        Duration asked = Duration.ofNanos(nanos.getAsLong() - start);
        if (asked.plus(next).compareTo(longest) > 0) {
          throw new StageException(
              e.getMessage() + "; asked again for " + asked.toMillis() + " ms", e);
        }
      }
      pause(next);
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

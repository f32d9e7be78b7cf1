package io.iptstreams.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every frame that was sent and what came back for it, by its number: 0, 1, 2, … Times are those of
 * {@link System#nanoTime}. Safe for many threads.
 */
final class Ledger {
  private final List<Entry> entries = new ArrayList<>();
  private int answered;
  private long duplicated;
  private RuntimeException failure;

  /** One frame. */
  private static final class Entry {
    private final long created;
    private long seen;
    private boolean answered;

    Entry(long created) {
      this.created = created;
    }
  }

  /**
   * Notes a frame before it is sent.
   *
   * @return its number
   */
  synchronized int create(long nanos) {
    entries.add(new Entry(nanos));
    return entries.size() - 1;
  }

  /**
   * Notes an outcome.
   *
   * @throws BenchmarkException if no such frame was sent
   */
  synchronized void outcome(long number, long nanos) {
    if (number < 0 || number >= entries.size()) {
      throw new BenchmarkException(
          "an outcome of frame " + number + " came, but " + entries.size() + " frames were sent");
    }
    Entry entry = entries.get((int) number);
    if (entry.answered) {
      duplicated++;
      return;
    }
    entry.answered = true;
    entry.seen = nanos;
    answered++;
    notifyAll();
  }

  /** Ends all waiting: no more outcomes can come. The first failure counts. */
  synchronized void fail(RuntimeException cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  /**
   * Waits until every frame has an outcome, or nothing has come for too long.
   *
   * @param alive asked now and then; throws if there is no point in waiting
   * @throws RuntimeException the failure noted, or what {@code alive} throws
   */
  synchronized void await(Duration longestSilence, Runnable alive) throws InterruptedException {
    long last = System.nanoTime();
    int before = answered;
    while (answered < entries.size()) {
      if (failure != null) {
        throw failure;
      }
      alive.run();
      wait(100);
      if (answered > before) {
        before = answered;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > longestSilence.toNanos()) {
        return;
      }
    }
  }

  /** Number of frames so far. */
  synchronized int size() {
    return entries.size();
  }

  /** Frames without an outcome. */
  synchronized int lost() {
    return entries.size() - answered;
  }

  /** Outcomes beyond the first of each frame. */
  synchronized long duplicated() {
    return duplicated;
  }

  /** When the last outcome came of the frames from a number on. */
  synchronized long lastSeen(int from) {
    return entries.subList(from, entries.size()).stream()
        .filter(entry -> entry.answered)
        .mapToLong(entry -> entry.seen)
        .max()
        .orElseThrow(() -> new BenchmarkException("no frame had an outcome"));
  }

  /** From creation to outcome, in nanoseconds, of the frames from a number on that have one. */
  synchronized long[] latencies(int from) {
    return entries.subList(from, entries.size()).stream()
        .filter(entry -> entry.answered)
        .mapToLong(entry -> entry.seen - entry.created)
        .toArray();
  }
}

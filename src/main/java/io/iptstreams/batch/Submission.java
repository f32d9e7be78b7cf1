package io.iptstreams.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.IntFunction;

/**
 * The items one caller waits for. Guarded by the batcher's lock, except {@link #item}, which only
 * the worker that took the item calls.
 */
final class Submission<K, I, O> {
  private final K key;
  private final int count;
  private final IntFunction<? extends I> items;
  private final List<O> results;
  private final Condition ended;
  private final Thread caller = Thread.currentThread();
  private int taken;
  private int done;
  private Throwable failure;

  Submission(K key, int count, IntFunction<? extends I> items, Condition ended) {
    this.key = key;
    this.count = count;
    this.items = items;
    this.results = new ArrayList<>(Collections.nCopies(count, null));
    this.ended = ended;
  }

  K key() {
    return key;
  }

  /** The thread that waits for the results. */
  Thread caller() {
    return caller;
  }

  int count() {
    return count;
  }

  /** Items that no worker has taken yet. */
  int waiting() {
    return count - taken;
  }

  int done() {
    return done;
  }

  /** Hands out the next item by its place among this caller's items. */
  int take() {
    return taken++;
  }

  I item(int index) {
    return items.apply(index);
  }

  void complete(int index, O result) {
    results.set(index, result);
    done++;
    if (isEnded()) {
      ended.signal();
    }
  }

  /** Ends this submission without results; the first failure counts. */
  void fail(Throwable cause) {
    if (!isEnded()) {
      failure = cause;
      ended.signal();
    }
  }

  boolean isEnded() {
    return failure != null || done == count;
  }

  Condition ended() {
    return ended;
  }

  /** The results in item order, or this caller's own failure. */
  List<O> results() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return results;
  }
}

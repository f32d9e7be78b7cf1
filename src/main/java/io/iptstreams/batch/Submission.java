package io.iptstreams.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Condition changed;
  private final Thread caller = Thread.currentThread();

  /** Results that came before one that is still missing, by place. */
  private final Map<Integer, O> arrived = new HashMap<>();

  private int taken;
  private int done;
  private int handedOut;
  private boolean abandoned;
  private Throwable failure;

  Submission(K key, int count, IntFunction<? extends I> items, Condition changed) {
    this.key = key;
    this.count = count;
    this.items = items;
    this.changed = changed;
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

  /** Whether a worker has taken items that have not come back. */
  boolean isInside() {
    return taken > done;
  }

  int done() {
    return done;
  }

  /** Signalled when the next result is there or none will come. */
  Condition changed() {
    return changed;
  }

  /** Hands out the next item by its place among this caller's items. */
  int take() {
    return taken++;
  }

  I item(int index) {
    return items.apply(index);
  }

  void complete(int index, O result) {
    arrived.put(index, result);
    done++;
    if (index == handedOut) {
      changed.signal();
    }
  }

  /** Ends this submission; the first failure counts. */
  void fail(Throwable cause) {
    if (!isEnded()) {
      failure = cause;
      changed.signal();
    }
  }

  /** Its caller has left: results that still come are for nobody. */
  void abandon() {
    abandoned = true;
  }

  /** Nothing is left to be worked on. */
  boolean isEnded() {
    return abandoned || failure != null || done == count;
  }

  /** The caller has seen every result. */
  boolean isHandedOut() {
    return handedOut == count;
  }

  /** The place of the first result that {@link #handOut} will give. */
  int handedOut() {
    return handedOut;
  }

  /**
   * The results that have come since the last call, in item order, up to the first that is missing.
   *
   * @throws RuntimeException this caller's own failure, and likewise an Error
   */
  List<O> handOut() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    List<O> next = new ArrayList<>();
    while (arrived.containsKey(handedOut)) {
      next.add(arrived.remove(handedOut++));
    }
    return next;
  }
}

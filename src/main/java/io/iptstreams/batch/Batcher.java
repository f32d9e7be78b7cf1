package io.iptstreams.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/**
 * Gathers the items of many callers into batches of one key and hands each caller its own results.
 *
 * <p>A batch leaves as soon as a worker is free and
 *
 * <ol>
 *   <li>{@code maxSize} items of a key are there, or
 *   <li>every attached thread waits for its results, so nothing more can come, or
 *   <li>a free worker has waited {@code maxDelay} for company.
 * </ol>
 *
 * <p>Callers block, and their items are made only when a worker takes them, so what waits is a pair
 * of numbers per caller whatever the size of its picture. Submissions of a key give one item in
 * turn: a large picture does not hold a small one back. If the work fails, the batch is halved
 * until the bad item stands alone, and only its caller sees the failure.
 *
 * <p>One lock guards all state; the work and the making of items run outside it.
 */
public final class Batcher<K, I, O> implements AutoCloseable {
  private static final Duration SHORTEST_FAREWELL = Duration.ofSeconds(1);

  private final BatchWork<K, I, O> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WaitingRoom<K, I, O> room;
  private final Set<Submission<K, I, O>> open = new HashSet<>();

  /** Registrations per thread: a stream thread has many processors but can only wait once. */
  private final Map<Thread, Integer> attached = new HashMap<>();

  private final List<Thread> workers = new ArrayList<>();
  private boolean closed;
  private long calls;
  private long items;

  /** Batches in the work now. */
  private int inside;

  /** When a batch last came back, or went in while none was in; as by {@link System#nanoTime}. */
  private long lastSign;

  /** The longest that a caller was ready to wait. */
  private Duration patience = Duration.ZERO;

  /** A caller found that nothing comes back; true until something does. */
  private boolean stalled;

  private Batcher(BatchPolicy policy, BatchWork<K, I, O> work) {
    this.room = new WaitingRoom<>(policy);
    this.work = work;
  }

  /**
   * Opens a batcher and starts its workers.
   *
   * @param workers how many batches may be worked on at once, at least 1
   */
  public static <K, I, O> Batcher<K, I, O> open(
      BatchPolicy policy, int workers, BatchWork<K, I, O> work) {
    if (workers < 1) {
      throw new IllegalArgumentException("a batcher needs at least 1 worker, got " + workers);
    }
    Batcher<K, I, O> batcher = new Batcher<>(policy, work);
    for (int i = 1; i <= workers; i++) {
      Thread worker = new Thread(batcher::serve, "batcher-" + i);
      worker.setDaemon(true);
      batcher.workers.add(worker);
    }
    batcher.workers.forEach(Thread::start);
    return batcher;
  }

  /** Says that the calling thread will submit, so that others' items wait for its own. */
  public Registration attach() {
    Thread thread = Thread.currentThread();
    AtomicBoolean gone = new AtomicBoolean();
    lock.lock();
    try {
      attached.merge(thread, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
    return () -> {
      if (gone.compareAndSet(false, true)) {
        detach(thread);
      }
    };
  }

  private void detach(Thread thread) {
    lock.lock();
    try {
      attached.computeIfPresent(thread, (key, count) -> count == 1 ? null : count - 1);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until all items are done.
   *
   * @return one result per item, in item order
   * @throws InterruptedException and what else {@link #submit(Object, int, IntFunction, Duration,
   *     ObjIntConsumer)} throws
   */
  public List<O> submit(K key, List<? extends I> items, Duration deadline)
      throws InterruptedException {
    List<O> results = new ArrayList<>();
    submit(key, items.size(), items::get, deadline, (result, index) -> results.add(result));
    return results;
  }

  /**
   * Blocks until all items are done, handing over each result as soon as those before it are there.
   *
   * @param count number of items
   * @param item makes the item of a place, 0 to {@code count - 1}; called by a worker when the item
   *     goes into a batch
   * @param deadline longest wait for all results
   * @param result gets each result and its place, in item order, on the calling thread
   * @throws DeadlineExceededException if they were not done in time; a {@link StalledException} if
   *     a batch is in the work and none has come back for half of the longest deadline so far
   * @throws CancellationException if the batcher was closed
   * @throws InterruptedException if the caller was interrupted
   * @throws RuntimeException what the work threw for one of these items when it stood alone, or
   *     what {@code result} threw; whatever is thrown, the items that still wait are withdrawn
   */
  public void submit(
      K key,
      int count,
      IntFunction<? extends I> item,
      Duration deadline,
      ObjIntConsumer<? super O> result)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw closedBefore(count);
      }
      if (count == 0) {
        return;
      }
      Submission<K, I, O> submission = new Submission<>(key, count, item, lock.newCondition());
      patience = deadline.compareTo(patience) > 0 ? deadline : patience;
      open.add(submission);
      room.add(submission);
      changed.signalAll();
      try {
        await(submission, deadline, result);
      } finally {
        submission.abandon();
        room.remove(submission);
        open.remove(submission);
      }
    } finally {
      lock.unlock();
    }
  }

  private void await(
      Submission<K, I, O> submission, Duration deadline, ObjIntConsumer<? super O> result)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(deadline);
    while (!submission.isHandedOut()) {
      int first = submission.handedOut();
      List<O> next = submission.handOut();
      if (next.isEmpty()) {
        awaitResult(submission, deadline, end - System.nanoTime());
      } else {
        handOver(next, first, result);
      }
    }
  }

  private void awaitResult(Submission<K, I, O> submission, Duration deadline, long nanosLeft)
      throws InterruptedException {
    if (nanosLeft <= 0) {
      throw late(submission, deadline);
    }
    submission.changed().awaitNanos(nanosLeft);
  }

  private DeadlineExceededException late(Submission<K, I, O> submission, Duration deadline) {
    String what =
        submission.done()
            + " of "
            + submission.count()
            + " items were done within "
            + deadline.toMillis()
            + " ms";
    long silence = System.nanoTime() - lastSign;
    // Not of this caller's deadline: what is left of one after other work tells nothing.
    if (inside == 0 || silence < patience.toNanos() / 2) {
      return new DeadlineExceededException(what);
    }
    stalled = true;
    return new StalledException(
        what + ", and nothing of anybody for " + TimeUnit.NANOSECONDS.toMillis(silence) + " ms",
        submission.isInside());
  }

  /** Runs the caller's own code, so without the lock. */
  private void handOver(List<O> results, int first, ObjIntConsumer<? super O> result) {
    lock.unlock();
    try {
      for (int i = 0; i < results.size(); i++) {
        result.accept(results.get(i), first + i);
      }
    } finally {
      lock.lock();
    }
  }

  /**
   * Whether a caller met a {@link StalledException}, or a batch did not come back before the end of
   * {@link #close}, and nothing has come back since.
   */
  public boolean isStalled() {
    lock.lock();
    try {
      return stalled;
    } finally {
      lock.unlock();
    }
  }

  /** What this batcher has done so far. */
  public BatchCounts counts() {
    lock.lock();
    try {
      return new BatchCounts(calls, items, room.size());
    } finally {
      lock.unlock();
    }
  }

  /** The life of a worker. */
  private void serve() {
    List<Slot<K, I, O>> batch;
    while (!(batch = next()).isEmpty()) {
      run(batch.get(0).submission().key(), loaded(batch));
    }
  }

  /** Waits for the next batch; an empty one means that the batcher was closed. */
  private List<Slot<K, I, O>> next() {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        List<Slot<K, I, O>> batch = room.take(now, everyoneWaits());
        if (!batch.isEmpty()) {
          return batch;
        }
        awaitChange(room.nanosLeft(now));
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** A caller whose results are there is about to come back with more, though it still sleeps. */
  private boolean everyoneWaits() {
    Set<Thread> waiting = new HashSet<>();
    for (Submission<K, I, O> submission : open) {
      if (!submission.isEnded()) {
        waiting.add(submission.caller());
      }
    }
    return waiting.containsAll(attached.keySet());
  }

  private void awaitChange(long nanos) {
    try {
      changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Nobody but the work itself could interrupt a worker; it goes on until the batcher closes.
    }
  }

  private List<Loaded<K, I, O>> loaded(List<Slot<K, I, O>> batch) {
    List<Loaded<K, I, O>> loaded = new ArrayList<>();
    for (Slot<K, I, O> slot : batch) {
      try {
        loaded.add(new Loaded<>(slot, slot.submission().item(slot.index())));
      } catch (Throwable failure) {
        fail(slot, failure);
      }
    }
    return loaded;
  }

  /** Works on a batch and, if that fails, on its halves. */
  private void run(K key, List<Loaded<K, I, O>> batch) {
    List<Loaded<K, I, O>> wanted = wanted(batch);
    if (wanted.isEmpty()) {
      return;
    }
    List<O> results;
    try {
      results = worked(key, wanted.stream().map(Loaded::item).toList());
    } catch (Throwable failure) {
      if (wanted.size() == 1) {
        fail(wanted.get(0).slot(), failure);
      } else {
        int half = wanted.size() / 2;
        run(key, wanted.subList(0, half));
        run(key, wanted.subList(half, wanted.size()));
      }
      return;
    }
    complete(wanted, results);
  }

  private List<O> worked(K key, List<I> batch) {
    try {
      List<O> results = work.apply(key, batch);
      if (results.size() != batch.size()) {
        throw new IllegalStateException(
            "the work gave " + results.size() + " results for " + batch.size() + " items");
      }
      return results;
    } finally {
      lock.lock();
      try {
        inside--;
        lastSign = System.nanoTime();
        stalled = false;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Leaves out the items whose callers have left; what remains goes into the work. */
  private List<Loaded<K, I, O>> wanted(List<Loaded<K, I, O>> batch) {
    lock.lock();
    try {
      List<Loaded<K, I, O>> wanted =
          batch.stream().filter(loaded -> !loaded.slot().submission().isEnded()).toList();
      if (!wanted.isEmpty()) {
        calls++;
        lastSign = inside == 0 ? System.nanoTime() : lastSign;
        inside++;
        items += wanted.size();
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  private void complete(List<Loaded<K, I, O>> batch, List<O> results) {
    lock.lock();
    try {
      for (int i = 0; i < results.size(); i++) {
        Slot<K, I, O> slot = batch.get(i).slot();
        slot.submission().complete(slot.index(), results.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(Slot<K, I, O> slot, Throwable failure) {
    lock.lock();
    try {
      slot.submission().fail(failure);
      room.remove(slot.submission());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends all waiting callers with a {@link CancellationException}, then waits for the batches that
   * are being worked on, because what they work with may be closed next: no longer than the longest
   * deadline so far, for one of them may never come back. An interrupt ends that wait; after a
   * {@link StalledException} there is none.
   */
  @Override
  public void close() {
    boolean inVain;
    Duration waitAtClose;
    lock.lock();
    try {
      closed = true;
      waitAtClose = patience.compareTo(SHORTEST_FAREWELL) > 0 ? patience : SHORTEST_FAREWELL;
      inVain = stalled;
      for (Submission<K, I, O> submission : open) {
        room.remove(submission);
        submission.fail(closedBefore(submission.count() - submission.done()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      long end = System.nanoTime() + waitAtClose.toNanos();
      for (Thread worker : inVain ? List.<Thread>of() : workers) {
        TimeUnit.NANOSECONDS.timedJoin(worker, Math.max(1, end - System.nanoTime()));
      }
      noteWhoIsStuck();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void noteWhoIsStuck() {
    lock.lock();
    try {
      stalled |= inside > 0;
    } finally {
      lock.unlock();
    }
  }

  private static CancellationException closedBefore(int items) {
    return new CancellationException("the batcher was closed before " + items + " items were done");
  }

  /** An item that has been made. */
  private record Loaded<K, I, O>(Slot<K, I, O> slot, I item) {}
}

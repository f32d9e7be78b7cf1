package io.iptstreams.train;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Shards by number, the next one made in the background while this one is read. Holds two shards at
 * most: the current one, and the next one in the making or made.
 *
 * <p>One thread reads, a daemon of the lowest priority makes; {@link #waited} and {@link #close}
 * are for any thread.
 */
final class ShardsAhead implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final LongFunction<Shard> maker;
  private final boolean onlyOne;
  private final ThreadPoolExecutor thread;
  private final AtomicLong waitedNanos = new AtomicLong();
  private long number;
  private Shard current;
  private long nextNumber;
  private Future<Shard> next;

  /**
   * Makes the first shard on the calling thread, then the next one in the background.
   *
   * @param maker called by one thread at a time; gives up early with {@link #checkWanted}
   * @param onlyOne whether there is no next shard
   */
  ShardsAhead(String threadName, LongFunction<Shard> maker, long first, boolean onlyOne) {
    this.maker = maker;
    this.onlyOne = onlyOne;
    this.number = first;
    this.current = maker.apply(first);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(threadName, work),
            (work, closed) -> cancel(work));
    makeAhead();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  private static void cancel(Runnable work) {
    ((Future<?>) work).cancel(true);
  }

  /**
   * Called by makers between two pictures.
   *
   * @throws CancellationException if the thread is interrupted: nobody wants the shard any more
   */
  static void checkWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while pictures were prepared");
    }
  }

  /** The shard of that number; waits for it if need be. */
  Shard at(long wanted) {
    if (current == null || number != wanted) {
      current = null;
      current = await(wanted);
      number = wanted;
      makeAhead();
    }
    return current;
  }

  Duration waited() {
    return Duration.ofNanos(waitedNanos.get());
  }

  private void makeAhead() {
    if (!onlyOne) {
      start(number + 1);
    }
  }

  private void start(long wanted) {
    nextNumber = wanted;
    next = thread.submit(() -> maker.apply(wanted));
  }

  private Shard await(long wanted) {
    if (next == null || nextNumber != wanted) {
      if (next != null) {
        next.cancel(true);
      }
      start(wanted);
    }
    Future<Shard> made = next;
    long start = System.nanoTime();
    try {
      Shard shard = made.get();
      next = null;
      return shard;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for pictures");
    } catch (ExecutionException e) {
      next = null;
      throw unwrapped(e.getCause());
    } finally {
      waitedNanos.addAndGet(System.nanoTime() - start);
    }
  }

  private static RuntimeException unwrapped(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(failure);
  }

  @Override
  public void close() {
    thread.shutdownNow().forEach(ShardsAhead::cancel);
    try {
      // Nothing is lost if it is at a large file for longer: it is a daemon and ends with it.
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

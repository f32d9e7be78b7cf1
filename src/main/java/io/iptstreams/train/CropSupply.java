package io.iptstreams.train;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Draws the crops of the next steps in the background, several steps at once, while the present one
 * is learnt from. An owner of threads.
 */
final class CropSupply implements AutoCloseable {
  /** Steps that are drawn ahead, and as many as there are threads if those are more. */
  private static final int LEAST_AHEAD = 4;

  /** Each takes the memory of a step. */
  private static final int MOST_THREADS = 8;

  private static final long CLOSE_SECONDS = 10;

  private final BlockingQueue<Future<StepCrops>> ahead;
  private final ExecutorService drawing;
  private final Thread preparing;
  private long waitedNanos;

  /**
   * @param first the first step
   * @param end the step after the last
   * @param threads that draw, {@value #MOST_THREADS} at most
   * @param prepare called for one step after the other; what it gives draws the step's crops, on
   *     any thread
   */
  CropSupply(int first, int end, int threads, IntFunction<Supplier<StepCrops>> prepare) {
    int most = Math.min(threads, MOST_THREADS);
    ahead = new ArrayBlockingQueue<>(Math.max(LEAST_AHEAD, most));
    drawing = Executors.newFixedThreadPool(most, work -> daemon(work, "crops"));
    preparing = daemon(() -> prepareAll(first, end, prepare), "crops in order");
    preparing.start();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void prepareAll(int first, int end, IntFunction<Supplier<StepCrops>> prepare) {
    try {
      for (int step = first; step < end; step++) {
        ahead.put(started(prepare, step));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<StepCrops> started(IntFunction<Supplier<StepCrops>> prepare, int step) {
    try {
      return CompletableFuture.supplyAsync(prepare.apply(step), drawing);
    } catch (RuntimeException | Error e) {
      // Whatever it is: a thread that ended in silence would leave the trainer waiting for ever.
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The crops of the next step.
   *
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  StepCrops next() throws InterruptedException {
    long start = System.nanoTime();
    try {
      return ahead.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** How long {@link #next} has waited in all. */
  long waitedNanos() {
    return waitedNanos;
  }

  @Override
  public void close() {
    preparing.interrupt();
    drawing.shutdownNow();
    try {
      preparing.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      drawing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

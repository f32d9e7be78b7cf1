package io.iptstreams.train;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Draws the crops of the next steps in the background, while the present one is learnt from. An
 * owner of one thread.
 */
final class CropSupply implements AutoCloseable {
  /** Steps that are drawn ahead. */
  private static final int AHEAD = 4;

  /** What the thread hands over: crops, or why there are none. */
  private record Drawn(StepCrops crops, Throwable failure) {}

  private final BlockingQueue<Drawn> drawn = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private long waitedNanos;

  /**
   * @param first the first step
   * @param end the step after the last
   * @param draw crops of a step
   */
  CropSupply(int first, int end, IntFunction<StepCrops> draw) {
    thread = new Thread(() -> drawAll(first, end, draw), "crops");
    thread.setDaemon(true);
    thread.start();
  }

  private void drawAll(int first, int end, IntFunction<StepCrops> draw) {
    try {
      for (int step = first; step < end; step++) {
        drawn.put(drawn(draw, step));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Drawn drawn(IntFunction<StepCrops> draw, int step) {
    try {
      return new Drawn(draw.apply(step), null);
    } catch (RuntimeException | Error e) {
      // Whatever it is: a thread that ended in silence would leave the trainer waiting for ever.
      return new Drawn(null, e);
    }
  }

  /**
   * The crops of the next step.
   *
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  StepCrops next() throws InterruptedException {
    long start = System.nanoTime();
    Drawn next = drawn.take();
    waitedNanos += System.nanoTime() - start;
    if (next.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    if (next.failure() instanceof Error error) {
      throw error;
    }
    return next.crops();
  }

  /** How long {@link #next} has waited in all. */
  long waitedNanos() {
    return waitedNanos;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

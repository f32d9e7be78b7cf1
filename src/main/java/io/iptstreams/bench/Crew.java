package io.iptstreams.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that do a number of jobs together. */
final class Crew {
  private Crew() {}

  /**
   * Does jobs 0 to {@code jobs - 1}, each once.
   *
   * @return seconds until all were done
   * @throws RuntimeException what a job threw
   */
  static double seconds(int threads, int jobs, IntConsumer job) throws InterruptedException {
    ExecutorService crew = Executors.newFixedThreadPool(threads);
    AtomicInteger next = new AtomicInteger();
    try {
      long start = System.nanoTime();
      List<Future<?>> turns = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        turns.add(crew.submit(() -> work(jobs, job, next)));
      }
      for (Future<?> turn : turns) {
        turn.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new BenchmarkException("the measurement failed: " + e.getCause(), e);
    } finally {
      next.set(jobs);
      crew.shutdown();
    }
  }

  private static void work(int jobs, IntConsumer job, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < jobs; i = next.getAndIncrement()) {
      job.accept(i);
    }
  }
}

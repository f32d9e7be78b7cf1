package io.iptstreams.train;

import io.iptstreams.model.TrainableNetwork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Threads that learn, each from some of the crops of a step: threads inside an operator only make
 * busy cores wait for each other. An owner.
 */
final class Workers implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  private Workers(int count, ExecutorService threads) {
    this.count = count;
    this.threads = threads;
  }

  static Workers open(int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> new Thread(work, "learning"));
    // A thread that cannot be had must be missed now, not when others are in the engine.
    threads.prestartAllCoreThreads();
    return new Workers(count, threads);
  }

  /** How many work at once. */
  int count() {
    return count;
  }

  /**
   * Does something with every part, at once, and waits for all, also where the calling thread is
   * interrupted: a step is done whole or not at all.
   *
   * @return the results, in the order of the parts
   * @throws RuntimeException what the first part that failed threw
   */
  <T, R> List<R> all(List<T> parts, Function<T, R> work) {
    List<CompletableFuture<R>> running =
        parts.stream()
            .map(part -> CompletableFuture.supplyAsync(() -> ready(work, part), threads))
            .toList();
    CompletableFuture.allOf(running.toArray(new CompletableFuture<?>[0]))
        .exceptionally(failure -> null)
        .join();
    try {
      return running.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static <T, R> R ready(Function<T, R> work, T part) {
    TrainableNetwork.prepareThread();
    return work.apply(part);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

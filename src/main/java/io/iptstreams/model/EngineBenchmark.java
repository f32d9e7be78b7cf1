package io.iptstreams.model;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How fast a model restores tiles, and how fast the same threads multiply two large matrices in the
 * same precision, turn by turn in one run: other work on the machine slows both, so their ratio
 * stands.
 */
public final class EngineBenchmark {
  private static final int ROUNDS = 7;
  private static final int LONGEST_CALL_SECONDS = 60;
  private static final int MATRIX_SIDE = 2048;

  private EngineBenchmark() {}

  /**
   * What was measured.
   *
   * @param precision of the products
   * @param threads that worked at once
   * @param tilesPerSecond of all threads together
   * @param megapixelsPerSecond input pixels in those tiles
   * @param gflops multiply-adds of the network, times two, in 10⁹ a second
   * @param matmulGflops the same of the matrix product
   */
  public record Result(
      String precision,
      int threads,
      double tilesPerSecond,
      double megapixelsPerSecond,
      double gflops,
      double matmulGflops) {}

  /**
   * Measures the first task of a model on the CPU; the best of several turns counts for both.
   *
   * @param threads how many work at once
   * @param batch tiles in each call
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Result run(ModelFolder folder, Precision precision, int threads, int batch)
      throws InterruptedException {
    try (IptModel model = IptModel.open(folder, precision);
        MatrixProduct product = MatrixProduct.open(MATRIX_SIDE, precision)) {
      ExecutorService workers = Executors.newFixedThreadPool(threads);
      try {
        return run(folder, model, product, workers, threads, batch);
      } finally {
        end(workers);
      }
    }
  }

  private static Result run(
      ModelFolder folder,
      IptModel model,
      MatrixProduct product,
      ExecutorService workers,
      int threads,
      int batch)
      throws InterruptedException {
    ModelCard card = folder.card();
    Task task = model.tasks().abilities().get(0).example();
    List<Image> tiles = tiles(card.tile(), batch);
    double operations =
        2.0 * new IptCost(card.architecture()).multiplyAdds(card.tile(), task.scale());
    // As long as the product takes, roughly, so that both see the same disturbances.
    int repeats = (int) Math.max(1, Math.round(4 * product.operations() / (operations * batch)));
    double tilesPerSecond = 0;
    double productsPerSecond = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double calls = rate(workers, threads, repeats, () -> model.restore(task, tiles));
      tilesPerSecond = Math.max(tilesPerSecond, calls * batch);
      productsPerSecond = Math.max(productsPerSecond, rate(workers, threads, 4, product::run));
    }
    return new Result(
        model.precision().title(),
        threads,
        tilesPerSecond,
        tilesPerSecond * card.tile() * card.tile() / 1e6,
        tilesPerSecond * operations / 1e9,
        productsPerSecond * product.operations() / 1e9);
  }

  /** The engine must not be taken down while somebody is in it. */
  private static void end(ExecutorService workers) {
    workers.shutdownNow();
    try {
      workers.awaitTermination(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** So many square pictures of evenly drawn samples, the same in every run. */
  public static List<Image> tiles(int side, int count) {
    Random random = new Random(1);
    List<Image> tiles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] samples = new float[3 * side * side];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = 255 * random.nextFloat();
      }
      tiles.add(new Image(3, side, side, samples));
    }
    return tiles;
  }

  /** Calls a second, of all threads together. */
  private static double rate(ExecutorService workers, int threads, int repeats, Runnable call)
      throws InterruptedException {
    Callable<Void> turn =
        () -> {
          for (int i = 0; i < repeats && !Thread.currentThread().isInterrupted(); i++) {
            call.run();
          }
          return null;
        };
    long start = System.nanoTime();
    try {
      List<Future<Void>> turns = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        turns.add(workers.submit(turn));
      }
      for (Future<Void> done : turns) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new ModelException("the benchmark failed", e);
    }
    return (double) threads * repeats / ((System.nanoTime() - start) / 1e9);
  }
}

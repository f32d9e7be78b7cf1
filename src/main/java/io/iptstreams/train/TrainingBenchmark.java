package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.model.Architecture;
import io.iptstreams.model.EngineBenchmark;
import io.iptstreams.model.IptCost;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.task.Ability;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How fast a plan trains, beside how fast the engine restores with the same network, turn by turn
 * in one run and each on as many threads: other work on the machine slows both, so their ratio
 * stands.
 *
 * <p>The floor of a step is its multiplications at the rate at which the engine restores: once
 * forward, and twice that backward; and forward for each orientation that a teacher answers.
 */
public final class TrainingBenchmark {
  private static final int ROUNDS = 7;
  private static final int STEPS = 12;
  private static final int TILES = 4;

  private TrainingBenchmark() {}

  /**
   * What was measured.
   *
   * @param precision of the products
   * @param threads that learnt at once, and then restored
   * @param cropsPerSecond of all tasks together
   * @param trainingGflops multiply-adds of all that, times two, in 10⁹ a second
   * @param engineGflops the same of the engine that restores tiles of all tasks
   * @param waiting share of the training time spent waiting for crops, 0 to 1
   */
  public record Result(
      String precision,
      int threads,
      double cropsPerSecond,
      double trainingGflops,
      double engineGflops,
      double waiting) {

    /** How many times the floor a step takes. */
    public double timesTheFloor() {
      return engineGflops / trainingGflops;
    }
  }

  /**
   * Trains on dead leaves for half a minute or so; the best of several turns counts for both.
   *
   * @throws IllegalArgumentException if the plan has too few steps to measure
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Result run(TrainingPlan plan) throws InterruptedException {
    if (plan.steps() < STEPS) {
      throw new IllegalArgumentException(
          "a plan to measure has at least "
              + STEPS
              + " steps, "
              + plan.name()
              + " has "
              + plan.steps());
    }
    int threads = Runtime.getRuntime().availableProcessors();
    TrainingDevice device = TrainingDevice.cpu(plan, threads);
    try (Pictures pictures = DeadLeavesPictures.open(plan.pictures(), 0);
        Trainer trainer = Trainer.open(plan, device);
        Workers restoring = Workers.open(threads);
        IptModel model = IptModel.open(folder(plan), device.place(), device.precision());
        CropSupply supply =
            new CropSupply(
                0,
                plan.steps(),
                threads,
                step -> StepCrops.prepare(plan, pictures, trainer.learning(), step))) {
      double trainingRate = 0;
      double engineRate = 0;
      double cropsPerSecond = 0;
      double seconds = 0;
      double waited = 0;
      for (int round = 0; round < ROUNDS && trainer.step() + STEPS <= plan.steps(); round++) {
        engineRate = Math.max(engineRate, engine(plan, model, restoring));
        long waitedBefore = supply.waitedNanos();
        long start = System.nanoTime();
        int crops = 0;
        double operations = 0;
        for (int i = 0; i < STEPS; i++) {
          StepCrops step = supply.next();
          trainer.advance(step);
          crops += step.count();
          operations += operations(plan, step);
        }
        double took = (System.nanoTime() - start) / 1e9;
        cropsPerSecond = Math.max(cropsPerSecond, crops / took);
        trainingRate = Math.max(trainingRate, operations / took);
        seconds += took;
        waited += (supply.waitedNanos() - waitedBefore) / 1e9;
      }
      return new Result(
          device.precision().title(),
          threads,
          cropsPerSecond,
          trainingRate / 1e9,
          engineRate / 1e9,
          waited / seconds);
    }
  }

  private static ModelFolder folder(TrainingPlan plan) {
    return new ModelFolder(plan.card(Map.of()), StartingWeights.of(plan).weights(), "fresh");
  }

  /** Forward once, backward twice; and what a teacher is asked. */
  private static double operations(TrainingPlan plan, StepCrops step) {
    double operations = 3 * forward(plan.architecture(), step);
    return plan.objective().teacher().isEmpty()
        ? operations
        : operations
            + Teacher.ASKED * forward(plan.objective().teacher().get().card().architecture(), step);
  }

  private static double forward(Architecture architecture, StepCrops step) {
    IptCost cost = new IptCost(architecture);
    return step.batches().stream()
        .mapToDouble(batch -> 2.0 * batch.count() * cost.multiplyAdds(batch.side(), batch.scale()))
        .sum();
  }

  /** Operations a second, each thread with a batch of tiles of every task. */
  private static double engine(TrainingPlan plan, IptModel model, Workers threads) {
    IptCost cost = new IptCost(plan.architecture());
    List<Image> tiles = EngineBenchmark.tiles(plan.tile(), TILES);
    double operations = 0;
    long start = System.nanoTime();
    for (Ability ability : plan.taskSet().abilities()) {
      threads.all(
          Collections.nCopies(threads.count(), tiles),
          some -> model.restore(ability.example(), some));
      operations += 2.0 * threads.count() * TILES * cost.multiplyAdds(plan.tile(), ability.scale());
    }
    return operations / ((System.nanoTime() - start) / 1e9);
  }
}

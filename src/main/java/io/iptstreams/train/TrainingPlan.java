package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.util.List;

/**
 * What to train, on what, for how long.
 *
 * @param name name of the model that comes out
 * @param architecture its network
 * @param tile side of the tiles the finished model is to be fed with, in pixels
 * @param tasks what it shall undo, in head order
 * @param crop side of the clean crops it learns from, in pixels; doubled for the last part of the
 *     run
 * @param cropsPerTask crops of each task in every step
 * @param steps length of the run, in optimiser steps
 * @param learningRate peak of the learning rate
 * @param seed of starting weights, crops and degradations
 * @param precision of the products
 */
public record TrainingPlan(
    String name,
    Architecture architecture,
    int tile,
    List<Task> tasks,
    int crop,
    int cropsPerTask,
    int steps,
    double learningRate,
    long seed,
    Precision precision) {

  public TrainingPlan {
    tasks = List.copyOf(tasks);
    int unit = architecture.window() * architecture.stem();
    for (Task task : tasks) {
      if (crop % (architecture.window() * architecture.stemOf(task.scale()) * task.scale()) != 0) {
        throw new IllegalArgumentException(
            "crop must hold whole windows of every task, got "
                + crop
                + " for "
                + task.id()
                + " and windows of "
                + unit);
      }
    }
    if (steps < 1 || cropsPerTask < 1 || !(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException(
          "steps and cropsPerTask are at least 1, learningRate is between 0 and 1");
    }
  }

  /** Warm-up over the first 3 % of the steps, then a cosine down to 1 % of the peak. */
  double learningRateAt(int step) {
    double warmUp = 0.03 * steps;
    if (step < warmUp) {
      return learningRate * (step + 1) / warmUp;
    }
    double progress = Math.min(1, (step - warmUp) / (steps - warmUp));
    return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
  }

  /**
   * Whether the step belongs to the last 15 % of the run, which learns from a quarter as many crops
   * of twice the side, so that convolutions see more than one window at a time, as they will in
   * tiles.
   */
  boolean finishing(int step) {
    return step >= 0.85 * steps;
  }
}

package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.util.List;
import java.util.Map;

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
 * @param steps length of the run, in optimiser steps; a checkpoint's 32-bit float counts 2²⁴
 *     exactly
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
  static final int MAX_STEPS = 1 << 24;

  public TrainingPlan {
    tasks = List.copyOf(tasks);
    // What the model's card would refuse is better refused before the training than after it.
    card(name, architecture, tile, tasks, Map.of());
    for (Task task : tasks) {
      int unit = architecture.window() * architecture.stemOf(task.scale()) * task.scale();
      if (crop < unit || crop % unit != 0) {
        throw new IllegalArgumentException(
            "crop must hold whole windows of every task, a multiple of "
                + unit
                + " pixels for "
                + task.id()
                + ", got "
                + crop);
      }
    }
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException("steps must be 1 to " + MAX_STEPS + ", got " + steps);
    }
    if (cropsPerTask < 1) {
      throw new IllegalArgumentException("cropsPerTask must be at least 1, got " + cropsPerTask);
    }
    if (!(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException(
          "learningRate must be between 0 and 1, got " + learningRate);
    }
  }

  /** The card of the model that comes out; {@code training} says how it was made. */
  ModelCard card(Map<String, Object> training) {
    return card(name, architecture, tile, tasks, training);
  }

  private static ModelCard card(
      String name,
      Architecture architecture,
      int tile,
      List<Task> tasks,
      Map<String, Object> training) {
    List<ModelCard.TaskEntry> entries =
        tasks.stream().map(task -> new ModelCard.TaskEntry(task.id(), task.scale())).toList();
    return new ModelCard(name, architecture, entries, tile, training, Map.of());
  }

  /**
   * Least side of a picture to learn from, in pixels: it must hold a doubled crop, and a restored
   * tile of every task to validate with.
   */
  public int minimumSide() {
    int scale = tasks.stream().mapToInt(Task::scale).max().orElseThrow();
    return Math.max(2 * crop, tile * scale);
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

package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Ability;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to train, on what, for how long.
 *
 * @param name name of the model that comes out
 * @param from a trained model to start from, if not from scratch: what it can do already keeps its
 *     head, tail and query, what is new gets fresh ones
 * @param frozen beginnings of the names of parameters that stay as they are; {@link #PRETRAINED}
 *     stands for all that came from {@code from}
 * @param architecture its network
 * @param tile side of the tiles the finished model is to be fed with, in pixels
 * @param tasks what it shall undo, in head order
 * @param crops what a step learns from
 * @param steps length of the run, in optimiser steps; a checkpoint's 32-bit float counts 2²⁴
 *     exactly
 * @param objective what a step makes smaller
 * @param optimisation how
 * @param validateEvery steps between validations
 * @param seed of starting weights, crops and degradations
 * @param precision of the products
 */
public record TrainingPlan(
    String name,
    Optional<ModelFolder> from,
    List<String> frozen,
    Architecture architecture,
    int tile,
    List<TrainingTask> tasks,
    Crops crops,
    int steps,
    Objective objective,
    Optimisation optimisation,
    int validateEvery,
    long seed,
    Precision precision) {
  static final int MAX_STEPS = 1 << 24;

  /** Long enough for the next shard to be decoded meanwhile. */
  private static final int STEPS_PER_SHARD = 1000;

  /** In {@link #frozen}, all parameters that came from the model to start from. */
  public static final String PRETRAINED = "pretrained";

  public TrainingPlan {
    tasks = List.copyOf(tasks);
    frozen = List.copyOf(frozen);
    // What the model's card would refuse is better refused before the training than after it.
    card(name, architecture, tile, tasks, Map.of());
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException("steps must be 1 to " + MAX_STEPS + ", got " + steps);
    }
    if (validateEvery < 1) {
      throw new IllegalArgumentException(
          "validateEvery must be at least 1 step, got " + validateEvery);
    }
    if (frozen.contains(PRETRAINED) && from.isEmpty()) {
      throw new IllegalArgumentException(
          "frozen " + PRETRAINED + " needs a model to start from, and from names none");
    }
    require("crop", PlanRules.crop(architecture, crops.side()));
    require("crop", PlanRules.largestCrop(architecture, crops, tasks));
    require("teacher", PlanRules.teacher(objective, tasks));
    require("crop", PlanRules.teachersWindows(architecture, objective, crops, tasks));
    require("transformerFrom", PlanRules.transformerFrom(optimisation, steps));
    require("transformerFrom", PlanRules.transformerFrom(architecture, optimisation));
    require("contrastive", PlanRules.contrastive(objective, crops, tasks.size()));
    require("contrastive", PlanRules.contrastive(objective, optimisation, steps));
    require("contrastive", PlanRules.tokens(architecture, objective, crops));
  }

  private static void require(String what, Optional<String> wrong) {
    wrong.ifPresent(
        why -> {
          throw new IllegalArgumentException(what + " " + why);
        });
  }

  /**
   * All that decides what comes out, in words: two runs with equal facts and pictures end alike,
   * exactly so on as many processors of one kind.
   */
  Map<String, String> facts() {
    return PlanFacts.of(this);
  }

  /** What the model that comes out can undo. */
  public TaskSet taskSet() {
    return taskSet(tasks);
  }

  private static TaskSet taskSet(List<TrainingTask> tasks) {
    return new TaskSet(tasks.stream().map(TrainingTask::ability).toList());
  }

  /** The card of the model that comes out; {@code training} says how it was made. */
  ModelCard card(Map<String, Object> training) {
    return card(name, architecture, tile, tasks, training);
  }

  private static ModelCard card(
      String name,
      Architecture architecture,
      int tile,
      List<TrainingTask> tasks,
      Map<String, Object> training) {
    List<ModelCard.TaskEntry> entries =
        tasks.stream().map(task -> ModelCard.TaskEntry.of(task.ability())).toList();
    return new ModelCard(name, architecture, entries, tile, training, Map.of());
  }

  /** What the run asks of its pictures. */
  public PicturePlan pictures() {
    return new PicturePlan(minimumSide(), crops.reduceTo(), STEPS_PER_SHARD, seed);
  }

  /** Least side of a picture to learn from, in pixels: it must hold the largest clean crop. */
  private int minimumSide() {
    int largest = 0;
    for (TrainingTask task : tasks) {
      largest = Math.max(largest, PlanRules.cleanSide(architecture, crops, task));
    }
    return largest;
  }

  /**
   * Side of a degraded crop in pixels.
   *
   * @param side that of tasks that keep the size
   */
  int cropSide(Ability ability, int side) {
    return side / architecture.stem() * architecture.stemOf(ability.scale());
  }

  /** Learning rate of a step, as a share of its peak. */
  double rateAt(int step) {
    return optimisation.schedule().factor(step, steps);
  }

  /** Whether the step belongs to the last part of the run, with fewer and larger crops. */
  boolean finishing(int step) {
    return step >= (1 - crops.finish()) * steps;
  }
}

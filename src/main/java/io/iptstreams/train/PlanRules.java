package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelFolder;
import java.util.List;
import java.util.Optional;

/**
 * What must hold between the values of a plan, each of them right for itself. A rule gives nothing,
 * or in words that follow the name of the key what is wrong and what would be right.
 */
final class PlanRules {
  private PlanRules() {}

  /** Side of the smallest picture that fills a window, in pixels. */
  static int unit(Architecture architecture) {
    return architecture.window() * architecture.stem();
  }

  static Optional<String> tile(Architecture architecture, int tile) {
    int unit = unit(architecture);
    return tile % unit == 0
        ? Optional.empty()
        : Optional.of("must be a multiple of " + unit + " px (window · stem), got " + tile);
  }

  static Optional<String> crop(Architecture architecture, int side) {
    int unit = unit(architecture);
    return side % unit == 0
        ? Optional.empty()
        : Optional.of(
            "must hold whole windows, a multiple of " + unit + " px (window · stem), got " + side);
  }

  /** Clean crops must not be larger than the pictures that are kept in memory. */
  static Optional<String> largestCrop(
      Architecture architecture, Crops crops, List<TrainingTask> tasks) {
    for (TrainingTask task : tasks) {
      int side = cleanSide(architecture, crops, task);
      if (side > PicturePlan.MAX_SIDE) {
        return Optional.of(
            "must be smaller: "
                + task.title()
                + " needs clean crops of "
                + side
                + " px a side"
                + (crops.finish() > 0 ? ", twice the usual in the finish" : "")
                + ", at most "
                + PicturePlan.MAX_SIDE
                + " are possible; got "
                + crops.side());
      }
    }
    return Optional.empty();
  }

  /** Side of the largest clean crop of a task, in pixels. */
  static int cleanSide(Architecture architecture, Crops crops, TrainingTask task) {
    int largest = crops.side(crops.finish() > 0);
    return largest / architecture.stem() * architecture.stemOf(task.scale()) * task.scale();
  }

  /** A teacher must know what it teaches. */
  static Optional<String> teacher(Objective objective, List<TrainingTask> tasks) {
    return objective
        .teacher()
        .map(ModelFolder::card)
        .flatMap(
            card ->
                tasks.stream()
                    .filter(task -> !card.taskSet().abilities().contains(task.ability()))
                    .findFirst()
                    .map(
                        task ->
                            ": "
                                + card.name()
                                + " cannot "
                                + task.title()
                                + "; it can "
                                + card.taskSet()));
  }

  /** A teacher sees the crops in windows of its own. */
  static Optional<String> teachersWindows(
      Architecture architecture, Objective objective, Crops crops, List<TrainingTask> tasks) {
    if (objective.teacher().isEmpty()) {
      return Optional.empty();
    }
    Architecture teachers = objective.teacher().get().card().architecture();
    for (TrainingTask task : tasks) {
      int stem = architecture.stemOf(task.scale());
      int side = crops.side() / architecture.stem() * stem;
      int window = teachers.window() * teachers.stemOf(task.scale());
      if (side % window != 0) {
        return Optional.of(
            "must hold whole windows of the teacher: "
                + task.title()
                + " gets crops of "
                + side
                + " px, not a multiple of "
                + window
                + " px; got "
                + crops.side());
      }
    }
    return Optional.empty();
  }

  static Optional<String> transformerFrom(Optimisation optimisation, int steps) {
    int from = optimisation.transformerFrom();
    return from > steps
        ? Optional.of("must be at most steps, " + steps + " (never), got " + from)
        : Optional.empty();
  }

  /** Leaving the transformer out is a start for it only where it then starts as the identity. */
  static Optional<String> transformerFrom(Architecture architecture, Optimisation optimisation) {
    return optimisation.transformerFrom() > 0 && !architecture.projection()
        ? Optional.of(
            "must be 0 without projection: true, since the transformer then does not start as if"
                + " it were not there; got "
                + optimisation.transformerFrom())
        : Optional.empty();
  }

  /**
   * A contrastive loss compares the crops of a step with one another.
   *
   * @param heads how many learn
   */
  static Optional<String> contrastive(Objective objective, Crops crops, int heads) {
    int tasks = objective.mixed() ? heads : 1;
    boolean finish = crops.finish() > 0;
    if (objective.contrastive().isEmpty() || tasks * crops.perTask(finish) >= 2) {
      return Optional.empty();
    }
    return Optional.of(
        finish
            ? "compares the crops of a step, and in the finish a step has 1: crops-per-task must"
                + " be at least 8, or finish 0, got "
                + crops.perTask()
            : "compares the crops of a step, and a step has 1: crops-per-task must be at least 2");
  }

  /** It also needs the transformer, whose tokens it is about. */
  static Optional<String> contrastive(Objective objective, Optimisation optimisation, int steps) {
    return objective.contrastive().isPresent() && optimisation.transformerFrom() == steps
        ? Optional.of(
            "is about the tokens of the transformer, and transformer-from "
                + steps
                + " leaves it out in all of the "
                + steps
                + " steps; leave out one of them")
        : Optional.empty();
  }

  /** A token that is alone in its crop is like nothing. */
  static Optional<String> tokens(Architecture architecture, Objective objective, Crops crops) {
    int windows = crops.side() / unit(architecture);
    boolean alone = windows * windows * architecture.tokens() < 2;
    return alone
            && objective
                .contrastive()
                .filter(second -> second.loss() instanceof ContrastiveLoss.Supervised)
                .isPresent()
        ? Optional.of("needs two tokens in a crop, and it has 1; make crop larger or token smaller")
        : Optional.empty();
  }
}

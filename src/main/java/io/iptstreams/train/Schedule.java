package io.iptstreams.train;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How the learning rate changes in the course of a run: a straight warm-up, then a descent.
 *
 * @param warmUp share of the steps that the warm-up takes, 0 to below 1
 * @param descent what follows
 */
public record Schedule(double warmUp, Descent descent) {

  /** The way down from the peak. */
  public sealed interface Descent permits Cosine, MultiStep {
    /**
     * @param progress share of the run since the warm-up, 0 to 1
     * @return share of the peak
     */
    double at(double progress);
  }

  /**
   * Half a cosine, down to {@code end}.
   *
   * @param end share of the peak that is left at the end, 0 to 1
   */
  public record Cosine(double end) implements Descent {
    public Cosine {
      requireShare("end", end);
    }

    @Override
    public double at(double progress) {
      return end + (1 - end) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
  }

  /**
   * Drops by a factor at some points, as the published recipes do.
   *
   * @param at shares of the run after the warm-up, ascending
   * @param factor by which the rate is multiplied at each
   */
  public record MultiStep(List<Double> at, double factor) implements Descent {
    public MultiStep {
      at = List.copyOf(at);
      if (at.isEmpty()) {
        throw new IllegalArgumentException("at must name a point at least");
      }
      at.forEach(point -> requireShare("at", point));
      if (!isAscending(at)) {
        throw new IllegalArgumentException("at must be ascending, got " + at);
      }
      requireShare("factor", factor);
    }

    @Override
    public double at(double progress) {
      return Math.pow(factor, at.stream().filter(point -> progress >= point).count());
    }
  }

  /** Whether every number is larger than the one before it. */
  static boolean isAscending(List<Double> numbers) {
    return IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i) > numbers.get(i - 1));
  }

  public Schedule {
    if (!(warmUp >= 0 && warmUp < 1)) {
      throw new IllegalArgumentException(
          "warmUp must be a share of the steps, 0 to below 1, got " + warmUp);
    }
  }

  /**
   * Share of the peak.
   *
   * @param step the step to do, from 0
   * @param steps length of the run
   */
  double factor(int step, int steps) {
    double warmUpSteps = warmUp * steps;
    if (step < warmUpSteps) {
      return Math.min(1, (step + 1) / warmUpSteps);
    }
    return descent.at(Math.min(1, (step - warmUpSteps) / (steps - warmUpSteps)));
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " must be 0 to 1, got " + share);
    }
  }
}

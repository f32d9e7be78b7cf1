package io.iptstreams.train;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a run goes of late, and how long it will still take if that goes on. Looks back two
 * minutes, not to the start: what else the machine does changes in the course of hours.
 *
 * <p>Times are nanoseconds of training, without validations; these are counted by themselves. For
 * one thread.
 */
final class Pace {
  private static final long LOOK_BACK = Duration.ofMinutes(2).toNanos();
  private static final long BETWEEN_MARKS = Duration.ofSeconds(1).toNanos();

  private record Mark(long nanos, int step, long crops, long waited) {}

  private final int steps;
  private final int validateEvery;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Mark now;
  private long validation;

  /**
   * @param steps that the run has
   * @param step that it begins or goes on at
   */
  Pace(int steps, int validateEvery, int step) {
    this.steps = steps;
    this.validateEvery = validateEvery;
    this.now = new Mark(0, step, 0, 0);
    marks.add(now);
  }

  /**
   * A step is done.
   *
   * @param nanos of training in this sitting
   * @param step done so far
   * @param crops learnt from in this sitting
   * @param waited nanoseconds of waiting for crops in this sitting
   */
  void done(long nanos, int step, long crops, long waited) {
    now = new Mark(nanos, step, crops, waited);
    if (nanos - marks.getLast().nanos() >= BETWEEN_MARKS) {
      marks.add(now);
    }
    // Two stay, so that there is a rate however long a step takes.
    while (marks.size() > 2 && nanos - marks.getFirst().nanos() > LOOK_BACK) {
      marks.removeFirst();
    }
  }

  /** A validation took so many nanoseconds; the next ones are expected to do likewise. */
  void validated(long nanos) {
    validation = nanos;
  }

  double cropsPerSecond() {
    return perSecond(now.crops() - marks.getFirst().crops());
  }

  double stepsPerSecond() {
    return perSecond(now.step() - marks.getFirst().step());
  }

  /** Share of the time that went by waiting for crops, 0 to 1. */
  double waitingShare() {
    return perSecond(now.waited() - marks.getFirst().waited()) / 1e9;
  }

  private double perSecond(long amount) {
    long nanos = now.nanos() - marks.getFirst().nanos();
    return nanos == 0 ? 0 : amount * 1e9 / nanos;
  }

  /** Time until the last step and the last validation; zero before the first step. */
  Duration left() {
    double stepsPerSecond = stepsPerSecond();
    if (stepsPerSecond == 0) {
      return Duration.ZERO;
    }
    double seconds = (steps - now.step()) / stepsPerSecond;
    return Duration.ofNanos((long) (seconds * 1e9) + validationsLeft() * validation);
  }

  private long validationsLeft() {
    return validationsUntil(steps) - validationsUntil(now.step());
  }

  /** At every multiple, and at the last step. */
  private long validationsUntil(int step) {
    return step / validateEvery + (step == steps && steps % validateEvery != 0 ? 1 : 0);
  }

  /** For people, in the two largest units: {@code 2 h 5 min}; rounded to minutes. */
  static String words(Duration time) {
    long minutes = Math.round(time.toMillis() / 60_000.0);
    if (minutes < 1) {
      return "less than a minute";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 24 * 60
        ? minutes / 60 + " h " + minutes % 60 + " min"
        : minutes / (24 * 60) + " d " + minutes / 60 % 24 + " h";
  }
}

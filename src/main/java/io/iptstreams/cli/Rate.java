package io.iptstreams.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows of late. For one thread. */
final class Rate {
  private record Mark(long nanos, long count) {}

  private final long lookBack;
  private final long betweenMarks;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Mark now;

  /**
   * @param lookBack how much of the past counts
   */
  Rate(Duration lookBack) {
    this.lookBack = lookBack.toNanos();
    this.betweenMarks = this.lookBack / 50;
  }

  /** So much it is by now. */
  void count(long nanos, long count) {
    now = new Mark(nanos, count);
    if (marks.isEmpty() || nanos - marks.getLast().nanos() >= betweenMarks) {
      marks.add(now);
    }
    // Two stay, so that there is a rate however rarely something comes.
    while (marks.size() > 2 && nanos - marks.getFirst().nanos() > lookBack) {
      marks.removeFirst();
    }
  }

  /** How much it grew in a second; 0 as long as that is not known. */
  double perSecond() {
    if (marks.isEmpty() || now.nanos() == marks.getFirst().nanos()) {
      return 0;
    }
    Mark first = marks.getFirst();
    return (now.count() - first.count()) * 1e9 / (now.nanos() - first.nanos());
  }
}

package io.iptstreams.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Shares out what lies in rows, as the crops of a step lie in the batches of its tasks. Each worker
 * takes one stretch, over the ends of rows if need be, and all stretches are as long, give or take
 * one.
 */
final class Split {
  private Split() {}

  /**
   * A stretch within one row.
   *
   * @param row its number, from 0
   * @param from the first taken
   * @param to the one after the last
   */
  record Run(int row, int from, int to) {}

  /**
   * What each worker takes; fewer workers if there is not one for each.
   *
   * @param counts how long the rows are, each at least 1
   */
  static List<List<Run>> among(int workers, List<Integer> counts) {
    int total = counts.stream().mapToInt(Integer::intValue).sum();
    int stretches = Math.min(workers, total);
    List<List<Run>> shares = new ArrayList<>();
    for (int i = 0; i < stretches; i++) {
      shares.add(
          runs(
              counts,
              (int) ((long) total * i / stretches),
              (int) ((long) total * (i + 1) / stretches)));
    }
    return shares;
  }

  private static List<Run> runs(List<Integer> counts, int from, int to) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    for (int row = 0; row < counts.size(); row++) {
      int end = start + counts.get(row);
      if (from < end && to > start) {
        runs.add(new Run(row, Math.max(from, start) - start, Math.min(to, end) - start));
      }
      start = end;
    }
    return runs;
  }
}

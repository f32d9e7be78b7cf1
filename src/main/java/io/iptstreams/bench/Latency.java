package io.iptstreams.bench;

import java.util.Arrays;

/**
 * How long frames took, in milliseconds: half of them at most {@code p50}, 95 in a hundred at most
 * {@code p95}, 99 in a hundred at most {@code p99}.
 */
public record Latency(double p50, double p95, double p99) {

  /**
   * By nearest rank: each is a time that occurred.
   *
   * @param nanos at least one
   */
  static Latency of(long... nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("there is no latency of no frames");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99));
  }

  private static double percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[rank - 1] / 1e6;
  }
}

package io.iptstreams.batch;

import java.time.Duration;

/**
 * How long tiles wait for company: until {@code maxSize} of one kind are there or the oldest has
 * waited {@code maxDelay}.
 *
 * @param maxSize largest batch, in tiles, at least 1
 * @param maxDelay longest wait for company, 0 to 10 seconds
 */
public record BatchPolicy(int maxSize, Duration maxDelay) {
  public BatchPolicy {
    if (maxSize < 1) {
      throw new IllegalArgumentException("maxSize must be at least 1 tile, got " + maxSize);
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException("maxDelay must be 0 s to 10 s, got " + maxDelay);
    }
  }
}

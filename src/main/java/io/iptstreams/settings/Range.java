package io.iptstreams.settings;

/**
 * Two numbers and all between them, written {@code 10 to 40}.
 *
 * @param low at most {@code high}
 */
public record Range(double low, double high) {
  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "a range ends above its begin, got " + low + " to " + high);
    }
  }
}

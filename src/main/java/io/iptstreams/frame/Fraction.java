package io.iptstreams.frame;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A positive ratio of two whole numbers, as time bases and frame rates are: {@code 1/12800}
 * seconds, {@code 30000/1001} per second.
 */
public record Fraction(long numerator, long denominator) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");

  public Fraction {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "a fraction has two positive terms, got " + numerator + "/" + denominator);
    }
  }

  /**
   * Reads {@code "25/1"}.
   *
   * @throws IllegalArgumentException if the text is no such fraction
   */
  public static Fraction parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a fraction is written like 25/1, got \"" + text + "\"");
    }
    return new Fraction(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}

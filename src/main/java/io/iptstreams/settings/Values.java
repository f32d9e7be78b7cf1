package io.iptstreams.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spellings of values; a wrong one is an IllegalArgumentException that says what is right. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h)");
  private static final Pattern PIXELS = Pattern.compile("([0-9]{1,9})( ?px)?");
  private static final Pattern RANGE = Pattern.compile("([^ ]+)(?: to ([^ ]+))?");
  private static final Pattern WHOLE_RANGE = Pattern.compile("([0-9]{1,9})(?: to ([0-9]{1,9}))?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9}) ?(KiB|MiB)");
  private static final int MIB = 1 << 20;
  private static final Map<String, Long> UNITS = Map.of("KiB", 1024L, "MiB", (long) MIB);
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L);

  private Values() {}

  static int number(String text, int min, int max) {
    if (WHOLE.matcher(text).matches()) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw wrong("a whole number between " + min + " and " + max);
  }

  static int pixels(String text, int min, int max) {
    Matcher matcher = PIXELS.matcher(text);
    if (matcher.matches()) {
      int pixels = Integer.parseInt(matcher.group(1));
      if (pixels >= min && pixels <= max) {
        return pixels;
      }
    }
    throw wrong("between " + min + " px and " + max + " px");
  }

  static double decimal(String text, double min, double max) {
    try {
      double decimal = Double.parseDouble(text);
      if (decimal >= min && decimal <= max) {
        return decimal;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, in the same words as a number out of range.
    }
    throw wrong("a number between " + text(min) + " and " + text(max));
  }

  static Range range(String text, double min, double max) {
    return range(RANGE.matcher(text), "a range within " + text(min) + " to " + text(max), min, max);
  }

  static Range wholeRange(String text, int min, int max) {
    String right = "a range of whole numbers within " + min + " to " + max;
    return range(WHOLE_RANGE.matcher(text), right, min, max);
  }

  private static Range range(Matcher ends, String right, double min, double max) {
    if (ends.matches()) {
      try {
        double low = Double.parseDouble(ends.group(1));
        double high = ends.group(2) == null ? low : Double.parseDouble(ends.group(2));
        if (low >= min && low <= high && high <= max) {
          return new Range(low, high);
        }
      } catch (NumberFormatException notANumber) {
        // Told below, in the same words as a range that is too wide.
      }
    }
    throw wrong(right);
  }

  static String choice(String text, List<String> known) {
    if (known.contains(text)) {
      return text;
    }
    String words =
        known.size() == 1
            ? known.get(0)
            : String.join(", ", known.subList(0, known.size() - 1))
                + " or "
                + known.get(known.size() - 1);
    throw wrong(words + Spelling.suggestion(text, known));
  }

  static Duration duration(String text, Duration min, Duration max) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      Duration duration =
          Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.get(matcher.group(2)));
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    }
    throw wrong("between " + text(min) + " and " + text(max));
  }

  /**
   * @param most largest value, in bytes
   */
  static int bytes(String text, int most) {
    Matcher matcher = BYTES.matcher(text);
    if (matcher.matches()) {
      long bytes = Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2));
      if (bytes <= most) {
        return (int) bytes;
      }
    }
    throw wrong("a size of at most " + most / MIB + " MiB, such as 512 KiB or 4 MiB");
  }

  static boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.parseBoolean(text);
    }
    throw wrong("true or false");
  }

  /** As people write it: 0.0000001, not 1.0E-7; 10, not 10.0. */
  private static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + " ms";
    }
    return millis % 60_000 == 0 ? millis / 60_000 + " min" : millis / 1_000 + " s";
  }

  private static IllegalArgumentException wrong(String right) {
    return new IllegalArgumentException("must be " + right);
  }
}

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How old a frame is, and whether it comes too late: its own {@code ce_expirytime} says it, else
 * its age, counted from {@code ce_time} or the record's timestamp.
 */
final class Age {
  private static final Duration LONGEST = Duration.ofDays(1);

  private Age() {}

  /**
   * How old a frame is, at most a day: a clock that was never set says 1970. Zero if it says that
   * it is not yet made.
   *
   * @param timestamp of the record, in milliseconds since 1970
   */
  static Duration of(FrameHeaders headers, long timestamp, Instant now) {
    Instant made = made(headers, timestamp);
    return made.isAfter(now) ? Duration.ZERO : atMostADay(made, now);
  }

  private static Duration atMostADay(Instant start, Instant end) {
    Duration between = Duration.between(start, end);
    return between.compareTo(LONGEST) > 0 ? LONGEST : between;
  }

  private static Instant made(FrameHeaders headers, long timestamp) {
    return time(headers, FrameHeaders.TIME).orElse(Instant.ofEpochMilli(timestamp));
  }

  /**
   * By how much a frame is older than it may be, at most a day; absent while it is of use.
   *
   * @param timestamp of the record, in milliseconds since 1970
   */
  static Optional<Duration> beyond(
      Duration limit, FrameHeaders headers, long timestamp, Instant now) {
    Instant end =
        time(headers, FrameHeaders.EXPIRY_TIME)
            .orElseGet(() -> made(headers, timestamp).plus(limit));
    return now.isAfter(end) ? Optional.of(atMostADay(end, now)) : Optional.empty();
  }

  /** A time as CloudEvents writes it (RFC 3339); one that is not so written says nothing. */
  private static Optional<Instant> time(FrameHeaders headers, String name) {
    try {
      return headers.text(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}

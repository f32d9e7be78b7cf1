package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Whether a frame comes too late: its own {@code ce_expirytime} says it, else its age, counted from
 * {@code ce_time} or the record's timestamp.
 */
final class Age {
  private Age() {}

  /**
   * By how much a frame is older than it may be; absent while it is of use.
   *
   * @param timestamp of the record, in milliseconds since 1970
   */
  static Optional<Duration> beyond(
      Duration limit, FrameHeaders headers, long timestamp, Instant now) {
    Instant end =
        time(headers, FrameHeaders.EXPIRY_TIME)
            .orElseGet(
                () ->
                    time(headers, FrameHeaders.TIME)
                        .orElse(Instant.ofEpochMilli(timestamp))
                        .plus(limit));
    return now.isAfter(end) ? Optional.of(Duration.between(end, now)) : Optional.empty();
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

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Why a record was not restored, and where it lay.
 *
 * @param station where on its way it failed: {@code tag}, {@code fetch}, {@code decode}, {@code
 *     model}, {@code check}, {@code encode}, {@code publish}; {@code restore} for a fault of the
 *     program itself
 * @param task the task it was to be restored by, if that was known
 */
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    String station,
    String reason,
    Optional<String> task) {

  public static final String REASON = "dead-letter-reason";
  public static final String STATION = "dead-letter-station";
  public static final String TASK = "dead-letter-task";
  public static final String TOPIC = "dead-letter-topic";
  public static final String PARTITION = "dead-letter-partition";
  public static final String OFFSET = "dead-letter-offset";

  /** Letters of a reason and of a task: either may quote what a stranger wrote. */
  private static final int MOST_LETTERS = 1000;

  /** The station of faults of the program itself. */
  static final String PROGRAM = "restore";

  /** The reason and the task are shortened. */
  public DeadLetter {
    reason = shortened(reason);
    task = task.map(DeadLetter::shortened);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "…";
  }

  /** Whether the program was at fault, and may be again with the same picture. */
  boolean isOfTheProgram() {
    return station.equals(PROGRAM);
  }

  /**
   * The record for the dead-letter topic: key, bytes and headers of the original, and why. If that
   * is too large, without the bytes, which lie where {@code dead-letter-offset} says; if it still
   * is, without the headers and the key.
   *
   * @param object key of the object that the original, a notification, told of
   */
  Record<byte[], byte[]> record(
      Record<byte[], byte[]> original, Optional<String> object, RecordLimit limit) {
    Record<byte[], byte[]> letter = original.withHeaders(explained(original.headers(), object));
    if (limit.fits(letter)) {
      return letter;
    }
    Record<byte[], byte[]> empty = letter.withValue(null);
    return limit.fits(empty)
        ? empty
        : empty.withHeaders(explained(new RecordHeaders(), Optional.empty())).withKey(null);
  }

  private Headers explained(Headers original, Optional<String> object) {
    Headers headers = new RecordHeaders(original);
    object.ifPresent(key -> Frames.set(headers, FrameHeaders.SUBJECT, key));
    Frames.set(headers, REASON, reason);
    Frames.set(headers, STATION, station);
    headers.remove(TASK);
    task.ifPresent(t -> Frames.set(headers, TASK, t));
    Frames.set(headers, TOPIC, topic);
    Frames.set(headers, PARTITION, String.valueOf(partition));
    Frames.set(headers, OFFSET, String.valueOf(offset));
    return headers;
  }
}

package io.iptstreams.web;

import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.SeenPicture;
import io.iptstreams.stream.Sight;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as far as it is shown.
 *
 * @param id in addresses
 * @param stream a stranger's text, as are topic and reason
 * @param picture what was to be restored, if it is small enough to be kept
 */
record Misfortune(
    long id,
    Instant when,
    String stream,
    String topic,
    int partition,
    long offset,
    String station,
    String reason,
    Optional<SeenPicture> picture) {

  /**
   * Of a dead letter that was seen.
   *
   * @param mostBytes of its picture
   */
  static Misfortune of(long id, Instant when, Sight sight, DeadLetter letter, int mostBytes) {
    return new Misfortune(
        id,
        when,
        Shortened.of(sight.stream()),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.station(),
        Shortened.of(letter.reason()),
        sight.before().flatMap(picture -> Exposure.kept(picture, mostBytes)));
  }
}

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.restore.Quality;
import java.time.Duration;
import java.util.Optional;

/**
 * A picture and what became of it, as a {@link Spectator} sees it.
 *
 * @param envelope of the record that brought it
 * @param fate what became of it
 * @param before the picture as it came, unless it lies in a store and could not be fetched
 * @param after the restored picture, if it was restored
 * @param quality of the restoration, if it was restored
 * @param deadLetter why it was not restored and where its record lay, if it is a dead letter
 * @param queued how old it was when work on it began: from {@code ce_time}, else the timestamp of
 *     its record, to then; not negative
 * @param worked from then until it was handed to Kafka; of several pictures that one record told
 *     of, an equal share
 */
public record Sight(
    Envelope envelope,
    Fate fate,
    Optional<SeenPicture> before,
    Optional<SeenPicture> after,
    Optional<Quality> quality,
    Optional<DeadLetter> deadLetter,
    Duration queued,
    Duration worked) {

  /**
   * Name of the stream it belongs to: {@code ce_stream}, else the key of its object or record, else
   * its topic. Whatever a producer wrote there.
   */
  public String stream() {
    return envelope
        .headers()
        .text(FrameHeaders.STREAM)
        .or(() -> after.flatMap(picture -> picture.headers().text(FrameHeaders.SUBJECT)))
        .or(envelope::key)
        .orElse(envelope.topic());
  }
}

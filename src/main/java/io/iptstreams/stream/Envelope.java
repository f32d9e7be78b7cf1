package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What is known of a record without its picture.
 *
 * @param topic it arrived on
 */
public record Envelope(String topic, Optional<String> key, FrameHeaders headers) {

  static Envelope of(String topic, Record<byte[], byte[]> record) {
    return new Envelope(
        topic,
        Optional.ofNullable(record.key()).map(key -> new String(key, StandardCharsets.UTF_8)),
        Frames.headers(record.headers()));
  }
}

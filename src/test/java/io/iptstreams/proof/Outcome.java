package io.iptstreams.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What became of a frame, as its committed record says; equal if all that a reader sees is equal.
 *
 * @param timestamp of the record, in milliseconds
 * @param headers names and values in their order
 * @param value null for a record without one
 */
record Outcome(
    String topic,
    int partition,
    String key,
    long timestamp,
    List<Map.Entry<String, String>> headers,
    ByteBuffer value) {
  /** Header that tells frames apart. */
  static final String NUMBER = "number";

  static Outcome of(ConsumerRecord<byte[], byte[]> record) {
    return new Outcome(
        record.topic(),
        record.partition(),
        new String(record.key(), StandardCharsets.UTF_8),
        record.timestamp(),
        StreamSupport.stream(record.headers().spliterator(), false)
            .map(
                header ->
                    Map.entry(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
            .toList(),
        record.value() == null ? null : ByteBuffer.wrap(record.value()));
  }

  int number() {
    return Integer.parseInt(header(NUMBER));
  }

  /** The last header of that name; null if there is none. */
  String header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equals(name))
        .map(Map.Entry::getValue)
        .reduce(null, (former, last) -> last);
  }

  /** The same as it would be on another topic. */
  Outcome on(String other) {
    return new Outcome(other, partition, key, timestamp, headers, value);
  }
}

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Kafka's headers and the record contract's, one into the other. */
final class Frames {
  private Frames() {}

  static FrameHeaders headers(Headers headers) {
    FrameHeaders frame = FrameHeaders.none();
    for (Header header : headers) {
      if (header.value() != null) {
        frame = frame.with(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return frame;
  }

  /** Puts a header in place of all that bear its name. */
  static void set(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

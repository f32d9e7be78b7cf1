package io.iptstreams.stream;

import java.net.URI;
import java.util.Optional;

/**
 * How a picture travels: in the record, or as a reference into a store.
 *
 * @param value of the record; empty, not null, beside a reference: null would be a tombstone on a
 *     compacted topic
 */
record Payload(byte[] value, Optional<URI> reference) {

  static Payload inline(byte[] picture) {
    return new Payload(picture, Optional.empty());
  }

  static Payload at(URI reference) {
    return new Payload(new byte[0], Optional.of(reference));
  }
}

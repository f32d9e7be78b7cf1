package io.iptstreams.stream;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The largest record that the topics take. Checked before a record is sent, because a send that is
 * refused breaks its whole transaction, and the stage would come back to it for ever.
 *
 * @param bytes of the record with its headers
 */
record RecordLimit(int bytes) {
  /** Framing of a batch with one record, rounded up. */
  private static final int FRAMING = 128;

  /** Lengths of a header's name and value, rounded up. */
  private static final int HEADER_FRAMING = 10;

  boolean fits(Record<byte[], byte[]> record) {
    return size(record) <= bytes;
  }

  /** Upper bound of what the record takes, uncompressed. */
  static long size(Record<byte[], byte[]> record) {
    long size = FRAMING + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      // A letter of a name takes at most three bytes in UTF-8.
      size += HEADER_FRAMING + 3L * header.key().length() + length(header.value());
    }
    return size;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

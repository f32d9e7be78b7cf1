package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of a stream with the headers that putting it in order needs, read and checked. The
 * picture stays encoded until its turn has come.
 */
final class FrameRecord {
  private final String place;
  private final FrameHeaders headers;
  private final byte[] value;
  private final long number;
  private final long pts;
  private final Fraction timeBase;

  /**
   * @throws MediaException if a header is missing or malformed; names it and the record
   */
  FrameRecord(ConsumerRecord<byte[], byte[]> record) {
    place = "record " + record.topic() + "-" + record.partition() + "@" + record.offset();
    headers = headersOf(record);
    value = record.value();
    try {
      number = required(FrameHeaders.FRAME);
      pts = required(FrameHeaders.PTS);
      timeBase =
          headers
              .fraction(FrameHeaders.TIME_BASE)
              .orElseThrow(() -> missing(FrameHeaders.TIME_BASE, "a fraction like 1/12800"));
    } catch (IllegalArgumentException e) {
      throw new MediaException(place + ": " + e.getMessage(), e);
    }
    if (number < 0) {
      throw new MediaException(
          place + ": header " + FrameHeaders.FRAME + " must be 0 or more, got " + number);
    }
  }

  /** Whether the record says that it belongs to the stream. */
  static boolean belongsTo(String stream, ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(FrameHeaders.STREAM);
    return header != null && header.value() != null && stream.equals(text(header));
  }

  private static FrameHeaders headersOf(ConsumerRecord<byte[], byte[]> record) {
    FrameHeaders headers = FrameHeaders.none();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers = headers.with(header.key(), text(header));
      }
    }
    return headers;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private long required(String name) {
    OptionalLong value = headers.number(name);
    return value.orElseThrow(() -> missing(name, "a whole number"));
  }

  private IllegalArgumentException missing(String name, String right) {
    return new IllegalArgumentException(
        "header " + name + " is missing; a frame of a video carries " + right + " there");
  }

  /** Topic, partition and offset, to begin a sentence with. */
  String place() {
    return place;
  }

  FrameHeaders headers() {
    return headers;
  }

  long number() {
    return number;
  }

  Fraction timeBase() {
    return timeBase;
  }

  /**
   * The frame in RGB: grey is the same in all three, and a video has no alpha.
   *
   * @throws MediaException if the value is no picture
   */
  VideoFrame decode(Function<byte[], Image> decoder) {
    if (value == null) {
      throw new MediaException(place + " has no value; it should be a picture");
    }
    try {
      return new VideoFrame(rgb(decoder.apply(value)), pts);
    } catch (RuntimeException e) {
      throw new MediaException(place + " holds no picture: " + e.getMessage(), e);
    }
  }

  private static Image rgb(Image picture) {
    if (picture.channels() >= 3) {
      return picture.hasAlpha() ? picture.channels(0, 3) : picture;
    }
    Image rgb = Image.blank(3, picture.height(), picture.width());
    int plane = picture.height() * picture.width();
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(picture.samples(), 0, rgb.samples(), channel * plane, plane);
    }
    return rgb;
  }
}

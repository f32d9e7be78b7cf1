package io.iptstreams.frame;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What a record says about its picture: the headers of the record contract (see the package), by
 * name, in the order they were added. A value; {@link #with} makes another one.
 *
 * <p>Free of Kafka's own header type so that every room can read a frame; the rooms that hold a
 * Kafka record pass each header in by {@link #with} and take them out by {@link #forEach}.
 */
public final class FrameHeaders {
  public static final String CONTENT_TYPE = "content-type";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TYPE = "ce_type";
  public static final String TASK = "ce_task";
  public static final String TASK_SHORT = "task";
  public static final String STRENGTH = "ce_strength";
  public static final String STRENGTH_SHORT = "strength";
  public static final String STREAM = "ce_stream";
  public static final String FRAME = "ce_frame";
  public static final String PTS = "ce_pts";
  public static final String TIME_BASE = "ce_timebase";
  public static final String FRAME_RATE = "ce_framerate";
  public static final String COLOUR = "ce_colour";
  public static final String DEPTH = "ce_depth";
  public static final String LAST = "ce_last";
  public static final String WIDTH = "ce_width";
  public static final String HEIGHT = "ce_height";
  public static final String MODEL = "ce_model";
  public static final String RESTORED = "ce_restored";
  public static final String NOISE_BEFORE = "ce_noisebefore";
  public static final String NOISE_AFTER = "ce_noiseafter";
  public static final String PSNR_TO_INPUT = "ce_psnrtoinput";
  public static final String SEAMS = "ce_seams";
  public static final String CAUSATION_ID = "ce_causationid";
  public static final String TIME = "ce_time";
  public static final String EXPIRY_TIME = "ce_expirytime";
  public static final String LATE = "ce_late";
  public static final String DATA_REFERENCE = "ce_dataref";
  public static final String SUBJECT = "ce_subject";

  /** {@code ce_type} of a frame that asks to be restored. */
  public static final String TYPE_FRAME = "io.iptstreams.frame";

  /** {@code ce_type} of a frame that was restored. */
  public static final String TYPE_RESTORED = "io.iptstreams.frame.restored";

  private static final FrameHeaders NONE = new FrameHeaders(Map.of());

  private final Map<String, String> values;

  private FrameHeaders(Map<String, String> values) {
    this.values = values;
  }

  /** No header at all: the record is a bare picture. */
  public static FrameHeaders none() {
    return NONE;
  }

  /** The headers of a map, in its order. */
  public static FrameHeaders of(Map<String, String> values) {
    return new FrameHeaders(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
  }

  /** The same headers and this one; a header of the same name is replaced in its place. */
  public FrameHeaders with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new FrameHeaders(Collections.unmodifiableMap(more));
  }

  /** The same headers and all the others, as if each were added in turn. */
  public FrameHeaders with(FrameHeaders others) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.putAll(others.values);
    return new FrameHeaders(Collections.unmodifiableMap(more));
  }

  /** The same headers but the one of that name. */
  public FrameHeaders without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new FrameHeaders(Collections.unmodifiableMap(fewer));
  }

  /** Hands out each header, in order. */
  public void forEach(BiConsumer<String, String> header) {
    values.forEach(header);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A header that holds a whole number.
   *
   * @throws IllegalArgumentException if the header is there and is none
   */
  public OptionalLong number(String name) {
    String value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "header " + name + " must be a whole number, got \"" + value + "\"", e);
    }
  }

  /**
   * A header that holds a fraction.
   *
   * @throws IllegalArgumentException if the header is there and is none
   */
  public Optional<Fraction> fraction(String name) {
    try {
      return text(name).map(Fraction::parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("header " + name + ": " + e.getMessage(), e);
    }
  }

  /** The task asked for: {@code ce_task}, else the short form {@code task}. */
  public Optional<String> task() {
    return text(TASK).or(() -> text(TASK_SHORT));
  }

  /** The strength of what is to be undone: {@code ce_strength}, else the short form. */
  public Optional<String> strength() {
    return text(STRENGTH).or(() -> text(STRENGTH_SHORT));
  }

  /** Whether this is the last frame of its stream. */
  public boolean isLast() {
    return "true".equals(values.get(LAST));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FrameHeaders that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}

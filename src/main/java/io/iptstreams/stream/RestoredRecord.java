package io.iptstreams.stream;

import static java.util.stream.Collectors.joining;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.restore.Quality;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes the record of a restored picture from the record that asked for it. */
final class RestoredRecord {
  private RestoredRecord() {}

  /** Names of what was undone, in order: {@code derain, upscale-x2}. */
  static String names(List<Task> tasks) {
    return tasks.stream().map(Task::id).collect(joining(", "));
  }

  /**
   * Key, timestamp and headers of the request, and what the record contract adds to them.
   *
   * @param payload how the picture travels
   * @param object key of the object that a notification told of
   */
  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> request,
      RestoredPicture picture,
      Payload payload,
      Optional<String> object,
      RecordMetadata source,
      String task,
      String modelName,
      String modelFingerprint) {
    FrameHeaders asked = Frames.headers(request.headers());
    Headers headers = new RecordHeaders(request.headers());
    headers.remove(FrameHeaders.CAUSATION_ID);
    asked
        .text(FrameHeaders.ID)
        .ifPresent(cause -> Frames.set(headers, FrameHeaders.CAUSATION_ID, cause));
    // An event has a source: a bare picture gets the topic it came from.
    if (asked.text(FrameHeaders.SOURCE).isEmpty()) {
      Frames.set(headers, FrameHeaders.SOURCE, "urn:ipt-streams:topic:" + source.topic());
    }
    Frames.set(headers, FrameHeaders.SPEC_VERSION, "1.0");
    Frames.set(headers, FrameHeaders.ID, id(source, object, task, modelFingerprint));
    Frames.set(headers, FrameHeaders.TYPE, FrameHeaders.TYPE_RESTORED);
    Frames.set(headers, FrameHeaders.RESTORED, task);
    Frames.set(headers, FrameHeaders.MODEL, modelName + "@" + modelFingerprint.substring(0, 8));
    Frames.set(headers, FrameHeaders.CONTENT_TYPE, picture.mediaType());
    picture.size().forEach((name, side) -> Frames.set(headers, name, side));
    Quality quality = picture.quality();
    measure(headers, FrameHeaders.NOISE_BEFORE, quality.noiseBefore());
    measure(headers, FrameHeaders.NOISE_AFTER, quality.noiseAfter());
    measure(headers, FrameHeaders.PSNR_TO_INPUT, quality.psnrToInput());
    measure(headers, FrameHeaders.SEAMS, quality.seams());
    headers.remove(FrameHeaders.DATA_REFERENCE);
    payload
        .reference()
        .ifPresent(at -> Frames.set(headers, FrameHeaders.DATA_REFERENCE, at.toString()));
    object.ifPresent(key -> Frames.set(headers, FrameHeaders.SUBJECT, key));
    return request.withValue(payload.value()).withHeaders(headers);
  }

  /** What cannot be told is left out, also if the request claims to know it. */
  private static void measure(Headers headers, String name, double value) {
    headers.remove(name);
    if (Double.isFinite(value)) {
      Frames.set(headers, name, String.format(Locale.ROOT, "%.2f", value));
    }
  }

  /** The same whenever the same frame is restored from the same by the same weights. */
  private static String id(
      RecordMetadata source, Optional<String> object, String task, String modelFingerprint) {
    String name =
        object.orElse("")
            + String.join(
                "/",
                source.topic(),
                String.valueOf(source.partition()),
                String.valueOf(source.offset()),
                task,
                modelFingerprint);
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

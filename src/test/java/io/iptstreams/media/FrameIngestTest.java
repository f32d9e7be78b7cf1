package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.iptstreams.frame.Fraction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FrameIngestTest {
  private final MockProducer<byte[], byte[]> producer = producer(true);

  @Test
  void send_followsTheRecordContract() {
    long sent = ingest(producer).send(new GeneratedFrames(3), "yard-1", "denoise-30");

    assertThat(sent).isEqualTo(3);
    ProducerRecord<byte[], byte[]> record = producer.history().get(1);
    assertThat(record.topic()).isEqualTo("frames");
    assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("yard-1");
    assertThat(record.value()).containsExactly(1);
    assertThat(headers(record))
        .containsExactly(
            entry("content-type", "image/png"),
            entry("ce_specversion", "1.0"),
            entry("ce_id", "yard-1/1"),
            entry("ce_source", "urn:ipt-streams:stream:yard-1"),
            entry("ce_type", "io.iptstreams.frame"),
            entry("ce_task", "denoise-30"),
            entry("ce_stream", "yard-1"),
            entry("ce_frame", "1"),
            entry("ce_pts", "512"),
            entry("ce_timebase", "1/12800"),
            entry("ce_framerate", "25/1"));
  }

  @Test
  void lastFrame_andOnlyIt_isMarked() {
    ingest(producer).send(new GeneratedFrames(3), "yard-1", "derain");

    assertThat(producer.history())
        .extracting(record -> headers(record).get("ce_last"))
        .containsExactly(null, null, "true");
  }

  @Test
  void limit_endsTheStreamThere() {
    GeneratedFrames source = new GeneratedFrames(10);
    List<Long> progress = new ArrayList<>();

    long sent = ingest(producer).send(source, "yard-1", "derain", 4, progress::add);

    assertThat(sent).isEqualTo(4);
    assertThat(progress).containsExactly(1L, 2L, 3L, 4L);
    assertThat(source.taken()).isEqualTo(4);
    assertThat(headers(producer.history().get(3))).containsEntry("ce_last", "true");
  }

  @Test
  void emptySource_sendsNothing() {
    assertThat(ingest(producer).send(new GeneratedFrames(0), "yard-1", "derain")).isZero();
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void failureReportedLater_namesFrameTopicAndCause_andEndsTheSending() {
    MockProducer<byte[], byte[]> slow = producer(false);
    FrameIngest ingest = ingest(slow);

    assertThatThrownBy(
            () ->
                ingest.send(
                    new GeneratedFrames(10),
                    "yard-1",
                    "derain",
                    10,
                    sent -> {
                      if (sent == 2) {
                        slow.completeNext();
                        slow.errorNext(new RecordTooLargeException("2 MB is more than 1 MB"));
                      }
                    }))
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot send frame 1 of stream yard-1 to topic frames: 2 MB is more than 1 MB")
        .hasCauseInstanceOf(RecordTooLargeException.class);
    assertThat(slow.history()).hasSize(2);
  }

  @Test
  void failureAtOnce_namesFrameTopicAndCause() {
    producer.sendException = new KafkaException("no broker");

    assertThatThrownBy(() -> ingest(producer).send(new GeneratedFrames(2), "yard-1", "derain"))
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot send frame 0 of stream yard-1 to topic frames: no broker");
  }

  @Test
  void brokerThatFallsSilent_isSaidWithWhatItTook() {
    MockProducer<byte[], byte[]> slow = producer(false);

    assertThatThrownBy(
            () ->
                ingest(slow)
                    .send(
                        new GeneratedFrames(10),
                        "yard-1",
                        "derain",
                        10,
                        sent -> {
                          if (sent == 2) {
                            slow.completeNext();
                            slow.errorNext(new TimeoutException("Expiring 1 record(s)"));
                          }
                        }))
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "no broker answered for 30 s; 1 frames of stream yard-1 were sent to topic frames, "
                + "the rest was not");
  }

  @Test
  void interrupt_endsAfterTheFrameInHand_andMarksNoLast() {
    long sent =
        ingest(producer)
            .send(
                new GeneratedFrames(10),
                "yard-1",
                "derain",
                10,
                done -> {
                  if (done == 3) {
                    Thread.currentThread().interrupt();
                  }
                });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(sent).isEqualTo(3);
    assertThat(producer.history())
        .hasSize(3)
        .noneSatisfy(record -> assertThat(headers(record)).containsKey("ce_last"));
  }

  @Test
  void liveFrames_sayWhenTheyWereTaken_andAreNotHeldBackForTheNext() {
    List<Long> sentBefore = new ArrayList<>();
    FrameSource camera =
        new LiveFrames(
            () -> sentBefore.add((long) producer.history().size()),
            Instant.parse("2026-03-01T12:00:00.040900Z"));

    ingest(producer).send(camera, "yard-1", "derain", 3, sent -> {});

    assertThat(sentBefore).containsExactly(0L, 1L, 2L);
    assertThat(producer.history())
        .extracting(record -> headers(record).get("ce_time"))
        .containsOnly("2026-03-01T12:00:00.040Z");
    assertThat(producer.history())
        .extracting(record -> headers(record).get("ce_last"))
        .containsExactly(null, null, "true");
  }

  /** A camera that never ends. */
  private record LiveFrames(Runnable asked, Instant taken) implements FrameSource {
    @Override
    public Optional<VideoFrame> next() {
      asked.run();
      return Optional.of(
          new VideoFrame(Pictures.plain(1, 1, 0, 0, 0), System.nanoTime(), Optional.of(taken)));
    }

    @Override
    public Fraction timeBase() {
      return new Fraction(1, 90_000);
    }

    @Override
    public Fraction frameRate() {
      return new Fraction(25, 1);
    }

    @Override
    public boolean isLive() {
      return true;
    }
  }

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The encoder of these tests writes one byte, the red of the first pixel. */
  private static FrameIngest ingest(MockProducer<byte[], byte[]> producer) {
    return new FrameIngest(
        producer, "frames", image -> new byte[] {(byte) image.at(0, 0, 0)}, "image/png");
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    record
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameEgressTest {
  private static final String TOPIC = "restored";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final AtomicLong nanos = new AtomicLong();
  private final List<VideoFrame> received = new ArrayList<>();
  private long offset;
  private boolean dies;

  @BeforeEach
  void topic() {
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
  }

  @Test
  void receive_givesFramesInOrderWithTheirTimes() {
    lies(List.of(frame(0), frame(2), frame(1), last(3)));

    assertThat(receive()).isEqualTo(new EgressResult(4, 0, true));
    assertThat(numbers()).containsExactly(0, 1, 2, 3);
    assertThat(received).extracting(VideoFrame::pts).containsExactly(0L, 512L, 1024L, 1536L);
  }

  @Test
  void receive_fromTheNextFrameOn_passesOverWhatLies_andMissesNothing() {
    lies(List.of(frame(0), frame(1), frame(2)));
    consumer.schedulePollTask(() -> comes(frame(7)));
    consumer.schedulePollTask(() -> comes(frame(8)));
    consumer.schedulePollTask(() -> comes(last(9)));

    assertThat(receive(FrameEgress.Start.NEXT_FRAME, Duration.ofSeconds(1)))
        .isEqualTo(new EgressResult(3, 0, true));
    assertThat(numbers()).containsExactly(7, 8, 9);
  }

  @Test
  void frameThatComesTwice_isGivenOnce() {
    lies(List.of(frame(0), frame(1), frame(0), frame(1), frame(3), frame(3), frame(2), last(4)));

    assertThat(receive()).isEqualTo(new EgressResult(5, 0, true));
    assertThat(numbers()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void otherStreams_andRecordsWithoutStream_areLeftOut() {
    Map<String, String> other = headers(0);
    other.put("ce_stream", "yard-2");
    lies(List.of(other, new LinkedHashMap<>(), frame(0), last(1)));

    assertThat(receive()).isEqualTo(new EgressResult(2, 0, true));
  }

  @Test
  void gap_isCountedAndDoesNotWaitForIdle() {
    lies(List.of(frame(0), frame(2), frame(5), last(6)));

    assertThat(receive()).isEqualTo(new EgressResult(4, 3, true));
    assertThat(numbers()).containsExactly(0, 2, 5, 6);
    assertThat(nanos.get()).isLessThan(IDLE.toNanos());
  }

  @Test
  void gap_holdsBackNoMoreThanAWindow() {
    List<Map<String, String>> frames = new ArrayList<>();
    frames.add(frame(0));
    for (int i = 2; i < 2 + FrameOrder.WINDOW + 1; i++) {
      frames.add(frame(i));
    }
    frames.add(frame(1));
    lies(frames);

    assertThat(receive()).isEqualTo(new EgressResult(FrameOrder.WINDOW + 2, 1, false));
    assertThat(numbers()).startsWith(0, 2, 3).doesNotContain(1);
  }

  @Test
  void silence_endsTheStreamIncomplete() {
    lies(List.of(frame(0), frame(1), frame(4)));

    assertThat(receive()).isEqualTo(new EgressResult(3, 2, false));
    assertThat(nanos.get()).isGreaterThanOrEqualTo(IDLE.toNanos());
  }

  @Test
  void silence_isCountedFromTheNewestFrame() {
    lies(List.of(frame(0)));
    // Ticks of 4, 4 and 4 seconds with a frame in each: never 5 without one.
    consumer.schedulePollTask(() -> comes(frame(1)));
    consumer.schedulePollTask(() -> comes(frame(2)));
    consumer.schedulePollTask(() -> comes(last(3)));

    assertThat(receive(Duration.ofSeconds(4))).isEqualTo(new EgressResult(4, 0, true));
  }

  @Test
  void emptyTopic_givesNothing() {
    assertThat(receive()).isEqualTo(new EgressResult(0, 0, false));
  }

  @Test
  void secondClipOfTheSameName_isLeftOut() {
    lies(List.of(frame(0), last(1), frame(0), frame(1), frame(2), last(3)));

    assertThat(receive()).isEqualTo(new EgressResult(2, 0, true));
  }

  @Test
  void missingTopic_isNamed() {
    consumer.updatePartitions(TOPIC, List.of());

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage("there is no topic restored to read restored frames from");
  }

  @Test
  void missingHeader_isNamedWithItsRecord() {
    Map<String, String> bare = headers(1);
    bare.remove("ce_pts");
    lies(List.of(frame(0), bare));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "record restored-0@1: header ce_pts is missing; "
                + "a frame of a video carries a whole number there");
  }

  @Test
  void malformedHeader_isNamedWithItsValue() {
    Map<String, String> odd = headers(0);
    odd.put("ce_timebase", "0.04");
    lies(List.of(odd));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "record restored-0@0: header ce_timebase: "
                + "a fraction is written like 25/1, got \"0.04\"");
  }

  @Test
  void otherTimeBase_isNamed() {
    Map<String, String> other = headers(1);
    other.put("ce_timebase", "1/1000");
    lies(List.of(frame(0), other));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "record restored-0@1: header ce_timebase is 1/1000, "
                + "stream yard-1 began with 1/12800; a stream keeps one time base");
  }

  @Test
  void otherSize_isNamed() {
    lies(List.of(frame(0), frame(200)));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "record restored-0@1 is a picture of 2 × 1, "
                + "stream yard-1 began with 1 × 1; a stream keeps one size");
  }

  @Test
  void valueThatIsNoPicture_isNamed() {
    lies(List.of(frame(255)));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage("record restored-0@0 holds no picture: neither PNG nor JPEG");
  }

  @Test
  void brokerThatDiesWithinTheBacklog_isNotWaitedForForEver() {
    lies(List.of(frame(0), frame(1)));
    consumer.schedulePollTask(() -> {});
    consumer.updateEndOffsets(Map.of(PARTITION, 5L));
    dies = true;

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "the broker gave no record of topic restored for 10 s though there are more; "
                + "is it still running? 2 frames of stream yard-1 had come");
  }

  @Test
  void brokerThatCannotBeAsked_isNamedWithItsTopic() {
    consumer.setOffsetsException(new TimeoutException("no offsets in 30000ms"));

    assertThatThrownBy(this::receive)
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot read topic restored: no offsets in 30000ms");
  }

  @Test
  void greyAndAlpha_becomeRgb() {
    lies(List.of(frame(201), frame(202), frame(203), last(204)));

    receive();

    assertThat(received)
        .extracting(VideoFrame::image)
        .allSatisfy(
            image -> {
              assertThat(image.channels()).isEqualTo(3);
              assertThat(image.samples()).containsExactly(10, 10, 10);
            });
  }

  private EgressResult receive() {
    return receive(Duration.ofSeconds(1));
  }

  /** Receives with a clock that ticks so much at every look. */
  private EgressResult receive(Duration tick) {
    return receive(FrameEgress.Start.FIRST_FRAME, tick);
  }

  private EgressResult receive(FrameEgress.Start start, Duration tick) {
    FrameEgress egress =
        new FrameEgress(
            consumer, TOPIC, FrameEgressTest::decode, () -> nanos.getAndAdd(tick.toNanos()));
    return egress.receive("yard-1", start, IDLE, (frame, headers) -> received.add(frame));
  }

  /**
   * The pictures of these tests are one byte: the red; 200 is wider, 201 to 204 have 1 to 4
   * channels, 255 is no picture.
   */
  private static Image decode(byte[] value) {
    int red = value[0] & 0xFF;
    if (red > 200 && red < 205) {
      int channels = red - 200;
      float[] samples = {10, 10, 10, 10};
      if (channels == 2 || channels == 4) {
        samples[channels - 1] = 77;
      }
      return new Image(channels, 1, 1, Arrays.copyOf(samples, channels));
    }
    if (red == 255) {
      throw new IllegalArgumentException("neither PNG nor JPEG");
    }
    return Pictures.plain(red == 200 ? 2 : 1, 1, red, 0, 0);
  }

  private List<Integer> numbers() {
    return received.stream().map(frame -> (int) frame.image().at(0, 0, 0)).toList();
  }

  /** Records that are on the topic before anyone reads. */
  private void lies(List<Map<String, String>> records) {
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
    consumer.schedulePollTask(() -> records.forEach(this::comes));
  }

  private void comes(Map<String, String> headers) {
    RecordHeaders kafkaHeaders = new RecordHeaders();
    headers.forEach((k, v) -> kafkaHeaders.add(k, v.getBytes(StandardCharsets.UTF_8)));
    byte red = (byte) Integer.parseInt(headers.getOrDefault("ce_frame", "0"));
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC,
            0,
            offset++,
            0,
            TimestampType.CREATE_TIME,
            0,
            1,
            null,
            new byte[] {red},
            kafkaHeaders,
            Optional.empty()));
    if (!dies) {
      consumer.updateEndOffsets(Map.of(PARTITION, offset));
    }
  }

  private static Map<String, String> frame(int number) {
    return headers(number);
  }

  private static Map<String, String> last(int number) {
    Map<String, String> headers = headers(number);
    headers.put("ce_last", "true");
    return headers;
  }

  private static Map<String, String> headers(int number) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_stream", "yard-1");
    headers.put("ce_frame", Integer.toString(number));
    headers.put("ce_pts", Integer.toString(512 * number));
    headers.put("ce_timebase", "1/12800");
    headers.put("ce_framerate", "25/1");
    return headers;
  }
}

package io.iptstreams.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A video through a topic that gives back what it was given.
 *
 * <pre>
 *   there.mkv ─> VideoReader ─> FrameIngest ─> records ─> FrameEgress ─> VideoWriter ─> back.mkv
 * </pre>
 */
class ThereAndBackIT {
  private static final TopicPartition PARTITION = new TopicPartition("frames", 0);
  private static final Duration IDLE = Duration.ZERO;

  @TempDir Path folder;

  @Test
  void video_comesBackSampleForSampleAtItsTimes() {
    Path there = folder.resolve("there.mkv");
    long[] pts = {0, 33, 40, 140, 141};
    VideoFormat format = new VideoFormat(33, 21, new Fraction(1, 1000), new Fraction(30000, 1001));
    try (VideoWriter writer = VideoWriter.open(there, format)) {
      for (long time : pts) {
        writer.write(new VideoFrame(Pictures.noise(33, 21, time), time));
      }
      writer.finish();
    }

    Path back = folder.resolve("back.mkv");
    EgressResult result = egress(ingest(there), ThereAndBackIT::decode).receive("s", IDLE, back);

    assertThat(result).isEqualTo(new EgressResult(5, 0, true));
    assertThat(read(back)).isEqualTo(read(there)).hasSize(5);
  }

  @Test
  void colours_travel_andTheFileIsTheOneThatTheShortWayMakes() throws Exception {
    Path there = folder.resolve("there.mp4");
    VideoColours colours = VideoColours.parse("bt2020nc/pc/bt2020/arib-std-b67");
    VideoFormat format =
        new VideoFormat(64, 48, new Fraction(1, 12800), new Fraction(25, 1), colours, 8);
    try (VideoWriter writer = VideoWriter.open(there, format)) {
      for (int i = 0; i < 5; i++) {
        writer.write(new VideoFrame(Pictures.waves(64, 48, i), 512L * i));
      }
      writer.finish();
    }

    Path back = folder.resolve("back.mp4");
    List<ProducerRecord<byte[], byte[]>> records = ingest(there);
    egress(records, ThereAndBackIT::decode).receive("s", IDLE, back);
    Path shortWay = folder.resolve("short.mp4");
    try (VideoReader reader = VideoReader.open(there, 10_000);
        VideoFileSink sink = VideoFileSink.open(shortWay, Encoding.USUAL)) {
      new FramePipeline(image -> image, 2).run(reader, sink);
      sink.finish();
    }

    assertThat(records)
        .extracting(record -> new String(record.headers().lastHeader("ce_colour").value(), UTF_8))
        .containsOnly(colours.toString());
    assertThat(back).hasSameBinaryContentAs(shortWay);
    try (VideoReader reader = VideoReader.open(back, 10_000)) {
      reader.next();
      assertThat(reader.colours()).isEqualTo(colours);
    }
  }

  @ParameterizedTest
  @CsvSource({"image/png, PNG, av1", "image/tiff, TIFF, av1", "image/jpeg, JPEG, h264"})
  void tenBits_travelInFilesThatHoldThem(String type, ImageFormat format, String codec)
      throws Exception {
    Path there = folder.resolve("there.mkv");
    FfmpegTool.make(
        there,
        "-f",
        "lavfi",
        "-i",
        "gradients=size=64x48:rate=25:duration=0.2:seed=7",
        "-pix_fmt",
        "yuv420p10le",
        "-c:v",
        "ffv1");
    FileCodec files = FileCodec.withoutWebp();
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Path shortWay = folder.resolve("short.mp4");
    try (VideoReader reader = VideoReader.open(there, 10_000);
        VideoFileSink sink = VideoFileSink.open(shortWay, Encoding.USUAL)) {
      new FramePipeline(image -> image, 2).run(reader, sink);
      sink.finish();
    }
    try (VideoReader reader = VideoReader.open(there, 10_000)) {
      new FrameIngest(
              producer,
              "frames",
              image -> files.encode(image, format, FileDetails.lossless(16)),
              type)
          .send(reader, "s", "derain");
    }

    Path back = folder.resolve("back.mp4");
    egress(producer.history(), bytes -> files.decode(bytes, 10_000)).receive("s", IDLE, back);

    assertThat(FfmpegTool.entries(back, "stream=codec_name"))
        .containsExactly("codec_name=" + codec);
    if (format != ImageFormat.JPEG) {
      assertThat(back).hasSameBinaryContentAs(shortWay);
    }
  }

  @Test
  void coloursThatAreNone_areRefusedInASentence() {
    Path there = folder.resolve("there.mkv");
    VideoFormat format = new VideoFormat(8, 8, new Fraction(1, 25), new Fraction(25, 1));
    try (VideoWriter writer = VideoWriter.open(there, format)) {
      writer.write(new VideoFrame(Pictures.waves(8, 8, 0), 0));
      writer.finish();
    }
    List<ProducerRecord<byte[], byte[]>> records = ingest(there);
    records.get(0).headers().remove("ce_colour").add("ce_colour", "bt709/tv".getBytes(UTF_8));
    Path back = folder.resolve("back.mkv");

    assertThatThrownBy(() -> egress(records, ThereAndBackIT::decode).receive("s", IDLE, back))
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "cannot write "
                + back
                + ": header ce_colour: colours are written matrix/range/primaries/transfer, like"
                + " bt709/tv/bt709/bt709, got \"bt709/tv\"");
    assertThat(back).doesNotExist();
  }

  @Test
  void brokenPicture_leavesAPartAndNoVideo() {
    Path there = folder.resolve("there.mkv");
    VideoFormat format = new VideoFormat(8, 8, new Fraction(1, 25), new Fraction(25, 1));
    try (VideoWriter writer = VideoWriter.open(there, format)) {
      for (int i = 0; i < 3; i++) {
        writer.write(new VideoFrame(Pictures.waves(8, 8, i), i));
      }
      writer.finish();
    }
    List<ProducerRecord<byte[], byte[]>> records = ingest(there);
    List<byte[]> decoded = new ArrayList<>();
    FrameEgress egress =
        egress(
            records,
            value -> {
              decoded.add(value);
              if (decoded.size() == 3) {
                throw new IllegalArgumentException("neither PNG nor JPEG");
              }
              return decode(value);
            });

    Path back = folder.resolve("back.mkv");
    assertThatThrownBy(() -> egress.receive("s", IDLE, back))
        .isInstanceOf(MediaException.class)
        .hasMessage("record frames-0@2 holds no picture: neither PNG nor JPEG");
    assertThat(back).doesNotExist();
    assertThat(read(folder.resolve("back.mkv.part"))).hasSize(2);
  }

  @Test
  void noFrame_leavesNoFile() {
    Path back = folder.resolve("back.mp4");

    assertThat(egress(List.of(), ThereAndBackIT::decode).receive("s", IDLE, back))
        .isEqualTo(new EgressResult(0, 0, false));
    assertThat(folder).isEmptyDirectory();
  }

  private static List<ProducerRecord<byte[], byte[]>> ingest(Path video) {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    try (VideoReader reader = VideoReader.open(video, 10_000)) {
      new FrameIngest(producer, "frames", ThereAndBackIT::encode, "image/x-test")
          .send(reader, "s", "derain");
    }
    return producer.history();
  }

  private static FrameEgress egress(
      List<ProducerRecord<byte[], byte[]>> records, Function<byte[], Image> decoder) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updatePartitions(
        "frames", List.of(new PartitionInfo("frames", 0, Node.noNode(), null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < records.size(); i++) {
            ProducerRecord<byte[], byte[]> record = records.get(i);
            consumer.addRecord(
                new ConsumerRecord<>(
                    "frames",
                    0,
                    i,
                    0,
                    TimestampType.CREATE_TIME,
                    record.key().length,
                    record.value().length,
                    record.key(),
                    record.value(),
                    record.headers(),
                    Optional.empty()));
          }
        });
    return new FrameEgress(consumer, "frames", decoder);
  }

  /** Stands in for PNG, which another room makes: height, width, samples. */
  private static byte[] encode(Image image) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + image.samples().length);
    bytes.putInt(image.height()).putInt(image.width());
    for (float sample : image.samples()) {
      bytes.put((byte) sample);
    }
    return bytes.array();
  }

  private static Image decode(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    int height = bytes.getInt();
    int width = bytes.getInt();
    float[] samples = new float[3 * height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes.get() & 0xFF;
    }
    return new Image(3, height, width, samples);
  }

  private static List<VideoFrame> read(Path file) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, 10_000)) {
      for (Optional<VideoFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }
}

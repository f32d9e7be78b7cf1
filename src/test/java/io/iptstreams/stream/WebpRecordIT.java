package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FfmpegWebp;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebP record through the topology, its model the identity, its libraries the real ones. */
class WebpRecordIT {
  private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());
  private static final long MANY = 1_000_000;

  private Restorer restorer;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> frames;
  private TestOutputTopic<byte[], byte[]> restored;
  private TestOutputTopic<byte[], byte[]> dead;

  @BeforeEach
  void start() {
    restorer =
        Restorer.open(
            new IdentityModel(16, List.of(new Task.Derain())),
            new BatchPolicy(8, Duration.ZERO),
            1,
            new Limits(MANY, 4, Duration.ofSeconds(10)),
            CODEC);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    driver =
        new TopologyTestDriver(
            RestoreTopology.build(
                Definitions.of(), restorer, new RecordLimit(16 << 20), new Outcomes()),
            settings);
    frames =
        driver.createInputTopic("frames", new ByteArraySerializer(), new ByteArraySerializer());
    restored =
        driver.createOutputTopic(
            "frames.restored", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    dead =
        driver.createOutputTopic(
            "frames.dead", new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
    restorer.close();
  }

  @Test
  void aLosslessRecord_comesBackLossless() {
    Image picture = noise();
    send(CODEC.encode(picture, ImageFormat.WEBP, true));

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(header(result, "content-type")).isEqualTo("image/webp");
    assertThat(FileCodec.isLossless(result.value())).isTrue();
    assertThat(CODEC.decode(result.value(), MANY)).isEqualTo(picture);
  }

  @Test
  void aLossyRecord_comesBackLossy_withItsAlpha() {
    byte[] file = CODEC.encode(noise(), ImageFormat.WEBP, false);
    send(file);

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(header(result, "content-type")).isEqualTo("image/webp");
    assertThat(FileCodec.isLossless(result.value())).isFalse();
    assertThat(CODEC.decode(result.value(), MANY).channels(3, 1))
        .isEqualTo(CODEC.decode(file, MANY).channels(3, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordCutOff_becomesADeadLetter(boolean lossless) {
    byte[] file = CODEC.encode(noise(), ImageFormat.WEBP, lossless);
    send(Arrays.copyOf(file, file.length - 1));

    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(header(letter, "dead-letter-station")).isEqualTo("decode");
    assertThat(header(letter, "dead-letter-reason")).startsWith("the WebP file is cut off: ");
  }

  private void send(byte[] picture) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("task", "derain".getBytes(StandardCharsets.UTF_8));
    frames.pipeInput(new TestRecord<>(null, picture, headers));
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** 4 × 24 × 36, nothing of it fully transparent. */
  private static Image noise() {
    Random random = new Random(3);
    Image picture = Image.blank(4, 24, 36);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = 1 + random.nextInt(255);
    }
    return picture;
  }
}

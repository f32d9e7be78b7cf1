package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FfmpegWebp;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebP record through the topology, its model the identity, its libraries the real ones. */
class WebpRecordIT {
  private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());
  private static final long MANY = 1_000_000;

  @TempDir Path state;
  private DryStage stage;

  @BeforeEach
  void start() {
    stage =
        new DryStage(
            Definitions.of(),
            new IdentityModel(16, List.of(new Task.Derain())),
            new RecordLimit(16 << 20),
            CODEC,
            new Outcomes(),
            state);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aLosslessRecord_comesBackLossless() {
    Image picture = noise();
    send(CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossless(8)));

    TestRecord<byte[], byte[]> result = stage.output("frames.restored").readRecord();
    assertThat(header(result, "content-type")).isEqualTo("image/webp");
    assertThat(FileDetails.of(result.value()).isLossless()).isTrue();
    assertThat(CODEC.decode(result.value(), MANY)).isEqualTo(picture);
  }

  @Test
  void aLossyRecord_comesBackLossy_withItsAlpha() {
    byte[] file = CODEC.encode(noise(), ImageFormat.WEBP, FileDetails.lossy());
    send(file);

    TestRecord<byte[], byte[]> result = stage.output("frames.restored").readRecord();
    assertThat(header(result, "content-type")).isEqualTo("image/webp");
    assertThat(FileDetails.of(result.value()).isLossless()).isFalse();
    assertThat(CODEC.decode(result.value(), MANY).channels(3, 1))
        .isEqualTo(CODEC.decode(file, MANY).channels(3, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordCutOff_becomesADeadLetter(boolean lossless) {
    byte[] file =
        CODEC.encode(
            noise(), ImageFormat.WEBP, lossless ? FileDetails.lossless(8) : FileDetails.lossy());
    send(Arrays.copyOf(file, file.length - 1));

    TestRecord<byte[], byte[]> letter = stage.output("frames.dead").readRecord();
    assertThat(header(letter, "dead-letter-station")).isEqualTo("decode");
    assertThat(header(letter, "dead-letter-reason")).startsWith("the WebP file is cut off: ");
  }

  private void send(byte[] picture) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("task", "derain".getBytes(StandardCharsets.UTF_8));
    stage.input("frames").pipeInput(new TestRecord<>(null, picture, headers));
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

package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.DetailedJpeg;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A camera's picture through the topology, its model the identity. */
class DetailedRecordTest {
  private static final long MANY = 1_000_000;
  private static final FileCodec CODEC = FileCodec.withoutWebp();

  @TempDir Path state;

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void aCamerasPicture_comesBackAsWithoutKafka(ImageFormat format) {
    byte[] taken = DetailedJpeg.ofACamera(noise());
    FileDetails details = FileDetails.of(taken);
    byte[] sent = CODEC.encode(CODEC.decodeStored(taken, MANY), format, details);
    IdentityModel model = new IdentityModel(16, List.of(new Task.Derain()));
    RecordHeaders headers = new RecordHeaders();
    headers.add("task", "derain".getBytes(StandardCharsets.UTF_8));

    byte[] result;
    try (DryStage stage =
        new DryStage(Definitions.of(), model, new RecordLimit(16 << 20), new Outcomes(), state)) {
      stage.input("frames").pipeInput(new TestRecord<>(null, sent, headers));
      result = stage.output("frames.restored").readRecord().value();
    }

    try (Restorer restorer =
        Restorer.open(
            model,
            new BatchPolicy(8, Duration.ZERO),
            1,
            new Limits(1_000_000, 4, Duration.ofSeconds(10)))) {
      assertThat(result).isEqualTo(restorer.restore(sent, List.of(new Task.Derain())));
    }
    if (format != ImageFormat.JPEG) {
      assertThat(result).isEqualTo(sent);
    }
  }

  private static Image noise() {
    Random random = new Random(4);
    Image noise = Image.blank(3, 24, 36);
    for (int i = 0; i < noise.samples().length; i++) {
      noise.samples()[i] = random.nextInt(256);
    }
    return noise;
  }
}

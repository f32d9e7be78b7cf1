package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.task.Task;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record contract as the CloudEvents SDK understands it. */
class CloudEventsTest {
  private static final byte[] PNG = Pictures.png(20, 30, 1);

  @TempDir Path state;

  @Test
  void anEventOfTheSdk_isRestored_andItsResultIsAnEventAgain() {
    CloudEvent frame =
        CloudEventBuilder.v1()
            .withId("17")
            .withSource(URI.create("urn:cameras:yard-1"))
            .withType("io.iptstreams.frame")
            .withTime(OffsetDateTime.parse("2026-06-01T12:00:00Z"))
            .withDataContentType("image/png")
            .withData(PNG)
            .withExtension("task", "derain")
            .withExtension("stream", "yard-1")
            .build();
    CloudEvent result;
    try (DryStage stage =
        new DryStage(
            Definitions.of(),
            new IdentityModel(16, List.of(new Task.Derain())),
            new RecordLimit(1 << 20),
            new Outcomes(),
            state)) {
      stage
          .driver
          .createInputTopic("frames", new ByteArraySerializer(), new CloudEventSerializer())
          .pipeInput(new byte[] {1}, frame);
      result =
          stage
              .driver
              .createOutputTopic(
                  "frames.restored", new ByteArrayDeserializer(), new CloudEventDeserializer())
              .readValue();
    }
    assertThat(result.getType()).isEqualTo("io.iptstreams.frame.restored");
    assertThat(result.getId()).hasSize(36);
    assertThat(result.getSource()).isEqualTo(frame.getSource());
    assertThat(result.getTime()).isEqualTo(frame.getTime());
    assertThat(result.getDataContentType()).isEqualTo("image/png");
    assertThat(result.getExtension("causationid")).isEqualTo("17");
    assertThat(result.getExtension("stream")).isEqualTo("yard-1");
    assertThat(result.getExtension("restored")).isEqualTo("derain");
    assertThat(Pictures.pixels(result.getData().toBytes())).isEqualTo(Pictures.pixels(PNG));
  }
}

package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.FileCodec;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.task.Task;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a picture goes on behind the stage. */
class TracingTest {
  private static final byte[] PNG = Pictures.png(20, 30, 1);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetry recording =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();

  @TempDir Path state;

  @Test
  void whereNobodyRecords_theContextGoesOnAsItCame() {
    TestRecord<byte[], byte[]> result =
        through(
            OpenTelemetry.noop(),
            "frames.restored",
            PNG,
            "traceparent",
            SAMPLED,
            "tracestate",
            "a=1");

    assertThat(header(result, "traceparent")).isEqualTo(SAMPLED);
    assertThat(header(result, "tracestate")).isEqualTo("a=1");
  }

  @Test
  void whereNobodyRecords_aRecordWithoutContextGetsNone() {
    TestRecord<byte[], byte[]> result = through(OpenTelemetry.noop(), "frames.restored", PNG);

    assertThat(result.headers().lastHeader("traceparent")).isNull();
  }

  @Test
  void theWork_isASpanUnderThatOfTheSender_andTheResultNamesIt() {
    TestRecord<byte[], byte[]> result =
        through(recording, "frames.restored", PNG, "traceparent", SAMPLED, "tracestate", "a=1");

    SpanData span = spans.getFinishedSpanItems().get(0);
    assertThat(span.getName()).isEqualTo("process frames");
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(header(result, "traceparent"))
        .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    assertThat(header(result, "tracestate")).isEqualTo("a=1");
    assertThat(count(result, "traceparent")).isEqualTo(1);
  }

  @Test
  void aContextInCloudEventsWords_goesOnInTheseToo() {
    TestRecord<byte[], byte[]> result =
        through(recording, "frames.restored", PNG, "ce_traceparent", SAMPLED);

    String own = "00-" + TRACE + "-" + spans.getFinishedSpanItems().get(0).getSpanId() + "-01";
    assertThat(header(result, "ce_traceparent")).isEqualTo(own);
    assertThat(header(result, "traceparent")).isEqualTo(own);
  }

  @Test
  void aRecordWithoutContext_beginsATrace() {
    TestRecord<byte[], byte[]> result = through(recording, "frames.restored", PNG);

    assertThat(header(result, "traceparent"))
        .contains(spans.getFinishedSpanItems().get(0).getTraceId());
  }

  @Test
  void aForgedContext_isNoContext() {
    TestRecord<byte[], byte[]> result =
        through(recording, "frames.restored", PNG, "traceparent", "00-x-y-01\r\nSet-Cookie: a=1");

    assertThat(header(result, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  }

  @Test
  void aDeadLetter_isASpanThatFailed() {
    TestRecord<byte[], byte[]> letter =
        through(recording, "frames.dead", new byte[] {1, 2, 3}, "traceparent", SAMPLED);

    SpanData span = spans.getFinishedSpanItems().get(0);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).contains("PNG");
    assertThat(header(letter, "traceparent")).contains(span.getSpanId());
  }

  private TestRecord<byte[], byte[]> through(
      OpenTelemetry telemetry, String topic, byte[] picture, String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("task", bytes("derain"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], bytes(namesAndValues[i + 1]));
    }
    try (DryStage stage =
        new DryStage(
            Definitions.of(),
            new IdentityModel(16, List.of(new Task.Derain())),
            new RecordLimit(16 << 20),
            FileCodec.withoutWebp(),
            new Outcomes(),
            state,
            telemetry)) {
      stage.input("frames").pipeInput(new TestRecord<>(null, picture, headers));
      return stage.output(topic).readRecord();
    }
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static int count(TestRecord<byte[], byte[]> record, String name) {
    int count = 0;
    for (Header header : record.headers().headers(name)) {
      count++;
    }
    return count;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

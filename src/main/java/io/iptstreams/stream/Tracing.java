package io.iptstreams.stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Carries the trace that a record belongs to through the stage. A record names it by W3C Trace
 * Context, in the headers {@code traceparent} and {@code tracestate} or in CloudEvents' {@code
 * ce_traceparent} and {@code ce_tracestate}.
 *
 * <p>The work on each record is a span of its own where OpenTelemetry records spans (an SDK or its
 * Java agent is there); then what the stage writes names that span. Otherwise the headers go on as
 * they came.
 */
final class Tracing {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> TOPIC =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ipt.outcome");
  private static final String CLOUD_EVENTS = "ce_";

  private static final TextMapGetter<Headers> FROM_HEADERS =
      new TextMapGetter<>() {
        @Override
        public String get(Headers headers, String name) {
          Header plain = headers.lastHeader(name);
          Header header = plain == null ? headers.lastHeader(CLOUD_EVENTS + name) : plain;
          return header == null || header.value() == null
              ? null
              : new String(header.value(), StandardCharsets.UTF_8);
        }
      };

  /** In the place of what names the parent, so that no header contradicts another. */
  private static final TextMapSetter<Headers> TO_HEADERS =
      (headers, name, value) -> {
        if (headers.lastHeader(CLOUD_EVENTS + name) != null) {
          Frames.set(headers, CLOUD_EVENTS + name, value);
        }
        Frames.set(headers, name, value);
      };

  private final Tracer tracer;

  Tracing(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.iptstreams");
  }

  /** Begins the span of a record; whoever begins it ends it. */
  Span begin(Record<byte[], byte[]> request, RecordMetadata source) {
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), request.headers(), FROM_HEADERS);
    return tracer
        .spanBuilder("process " + source.topic())
        .setParent(parent)
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute(SYSTEM, "kafka")
        .setAttribute(OPERATION, "process")
        .setAttribute(TOPIC, source.topic())
        .setAttribute(PARTITION, String.valueOf(source.partition()))
        .setAttribute(OFFSET, source.offset())
        .startSpan();
  }

  /** The record with the span as what comes before whatever is made of it. */
  static Record<byte[], byte[]> within(Span span, Record<byte[], byte[]> request) {
    if (!span.isRecording()) {
      return request;
    }
    Headers headers = new RecordHeaders(request.headers());
    W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, TO_HEADERS);
    return request.withHeaders(headers);
  }

  /** Notes in the span what became of a picture. */
  static void note(Span span, Fate fate) {
    span.setAttribute(OUTCOME, fate.toString());
    if (fate instanceof Fate.DeadLettered dead) {
      span.setStatus(StatusCode.ERROR, dead.reason().orElse(dead.station()));
    }
  }
}

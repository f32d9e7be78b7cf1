package io.iptstreams.stream;

import io.iptstreams.restore.Restorers;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Gives every picture exactly one outcome: restored, passed through, dropped as too late, or dead
 * letter. Keeps nothing of a record once it is through.
 *
 * <p>Faults of Kafka come out of {@code forward}, outside every catch, and stop the stage.
 */
final class RestoreProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final Restorers restorers;
  private final Function<Restorers.Caller, FrameWay> ways;
  private final Quarantine quarantine;
  private final Outcomes outcomes;
  private final Tracing tracing;
  private final Spectator audience;
  private final InstantSource clock;
  private ProcessorContext<byte[], byte[]> context;
  private AttemptJournal journal;
  private Restorers.Caller caller;
  private FrameWay way;

  /**
   * @param ways makes the way for the frames of one caller
   */
  RestoreProcessor(
      Restorers restorers,
      Function<Restorers.Caller, FrameWay> ways,
      Quarantine quarantine,
      Outcomes outcomes,
      Tracing tracing,
      Spectator audience,
      InstantSource clock) {
    this.restorers = restorers;
    this.ways = ways;
    this.quarantine = quarantine;
    this.outcomes = outcomes;
    this.tracing = tracing;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.journal = quarantine.journal(context.taskId().toString());
    this.caller = restorers.caller();
    this.way = ways.apply(caller);
  }

  @Override
  public void process(Record<byte[], byte[]> request) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    Span span = tracing.begin(request, source);
    Scope work = span.makeCurrent();
    try {
      process(Tracing.within(span, request), source, span);
    } finally {
      work.close();
      span.end();
    }
  }

  private void process(Record<byte[], byte[]> request, RecordMetadata source, Span span) {
    Instant begin = clock.instant();
    boolean sent = false;
    outcomes.received();
    try {
      List<Outcome> results =
          quarantine.pass(
              journal,
              source,
              () -> way.outcomes(request, source),
              () -> way.givenUp(request, source));
      results.forEach(this::forward);
      outcomes.alsoReceived(results.size() - 1);
      results.forEach(outcome -> outcome.countIn(outcomes));
      sent = true;
      show(results, request, source, begin, span);
    } finally {
      if (!sent) {
        outcomes.withdrawn();
      }
    }
  }

  private void show(
      List<Outcome> results,
      Record<byte[], byte[]> request,
      RecordMetadata source,
      Instant begin,
      Span span) {
    if (results.isEmpty()) {
      return;
    }
    Envelope envelope = Envelope.of(source.topic(), request);
    Duration queued = Age.of(envelope.headers(), request.timestamp(), begin);
    Duration worked = Duration.between(begin, clock.instant()).dividedBy(results.size());
    for (Outcome outcome : results) {
      Tracing.note(span, outcome.fate());
      audience.see(outcome.sight(envelope, request, queued, worked));
    }
  }

  private void forward(Outcome outcome) {
    if (outcome instanceof Outcome.Sent sent) {
      context.forward(sent.record(), sent.node());
    }
  }

  @Override
  public void close() {
    caller.close();
    journal.close();
  }
}

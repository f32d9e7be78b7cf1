package io.iptstreams.stream;

import io.iptstreams.batch.Registration;
import io.iptstreams.restore.RestorationException;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Gives every record exactly one outcome: restored, passed through or dead letter. Keeps nothing
 * between two records.
 *
 * <p>A picture's own faults become dead letters; faults of Kafka come out of {@code forward},
 * outside every catch, and stop the stage.
 */
final class RestoreProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final Tagger tagger;
  private final Restorer restorer;
  private final RecordLimit limit;
  private final Outcomes outcomes;
  private ProcessorContext<byte[], byte[]> context;
  private Registration registration;

  RestoreProcessor(Tagger tagger, Restorer restorer, RecordLimit limit, Outcomes outcomes) {
    this.tagger = tagger;
    this.restorer = restorer;
    this.limit = limit;
    this.outcomes = outcomes;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.registration = restorer.attach();
  }

  @Override
  public void process(Record<byte[], byte[]> request) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    boolean sent = false;
    outcomes.received();
    try {
      Outcome outcome = outcome(request, source);
      context.forward(outcome.record(), outcome.node());
      outcome.countIn(outcomes);
      sent = true;
    } finally {
      if (!sent) {
        outcomes.withdrawn();
      }
    }
  }

  private Outcome outcome(Record<byte[], byte[]> request, RecordMetadata source) {
    if (request.value() == null) {
      return dead(
          request,
          source,
          "decode",
          "record has no picture",
          Frames.headers(request.headers()).task());
    }
    Tag tag = tagger.tag(key(request), Frames.headers(request.headers()));
    if (tag instanceof Tag.Reject reject) {
      return dead(request, source, "tag", reject.reason(), reject.asked());
    }
    if (tag instanceof Tag.Pass) {
      return fitting(new Passed(request), request, source, Optional.empty());
    }
    Task task = ((Tag.Restore) tag).task();
    byte[] picture;
    try {
      picture = restorer.restore(request.value(), task);
    } catch (CancellationException stopping) {
      throw stopping;
    } catch (RestorationException e) {
      String station = e.station().name().toLowerCase(Locale.ROOT);
      return dead(request, source, station, e.getMessage(), Optional.of(task.id()));
    } catch (RuntimeException e) {
      return dead(request, source, "restore", e.toString(), Optional.of(task.id()));
    }
    Restored restored =
        new Restored(
            RestoredRecord.of(
                request, picture, source, task, restorer.modelName(), restorer.modelFingerprint()));
    return fitting(restored, request, source, Optional.of(task.id()));
  }

  private Outcome fitting(
      Outcome outcome,
      Record<byte[], byte[]> request,
      RecordMetadata source,
      Optional<String> task) {
    if (limit.fits(outcome.record())) {
      return outcome;
    }
    String reason =
        "record would take "
            + RecordLimit.size(outcome.record())
            + " bytes, the topics take "
            + limit.bytes();
    return dead(request, source, "publish", reason, task);
  }

  private Outcome dead(
      Record<byte[], byte[]> request,
      RecordMetadata source,
      String station,
      String reason,
      Optional<String> task) {
    DeadLetter letter =
        new DeadLetter(source.topic(), source.partition(), source.offset(), station, reason, task);
    return new Dead(letter, letter.record(request, limit));
  }

  private static Optional<String> key(Record<byte[], byte[]> request) {
    return Optional.ofNullable(request.key()).map(key -> new String(key, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    registration.close();
  }

  /** What becomes of a record: where it goes, and as what it counts. */
  private sealed interface Outcome permits Restored, Passed, Dead {
    Record<byte[], byte[]> record();

    default String node() {
      return RestoreTopology.RESULTS;
    }

    void countIn(Outcomes outcomes);
  }

  private record Restored(Record<byte[], byte[]> record) implements Outcome {
    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.restored();
    }
  }

  private record Passed(Record<byte[], byte[]> record) implements Outcome {
    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.passed();
    }
  }

  private record Dead(DeadLetter letter, Record<byte[], byte[]> record) implements Outcome {
    @Override
    public String node() {
      return RestoreTopology.DEAD_LETTERS;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.deadLettered(letter);
    }
  }
}

package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.restore.RestorationException;
import io.iptstreams.restore.Restorer;
import io.iptstreams.restore.Restorers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The way of a record through the stage: tag, decode, restore, encode. A picture's own faults
 * become dead letters; whatever else is thrown stops the stage.
 */
final class FrameWay {
  private final TopologyDefinition definition;
  private final Tagger tagger;
  private final Restorers.Caller caller;
  private final RecordLimit limit;
  private final InstantSource clock;

  FrameWay(
      TopologyDefinition definition,
      Tagger tagger,
      Restorers.Caller caller,
      RecordLimit limit,
      InstantSource clock) {
    this.definition = definition;
    this.tagger = tagger;
    this.caller = caller;
    this.limit = limit;
    this.clock = clock;
  }

  /** What becomes of a record that lay at a place. */
  Outcome outcome(Record<byte[], byte[]> request, RecordMetadata source) {
    Envelope envelope = Envelope.of(source.topic(), request);
    Station station = new Station(request, source);
    if (request.value() == null) {
      return station.dead("decode", "record has no picture", envelope.headers().task());
    }
    Tag tag = tagger.tag(envelope);
    if (tag instanceof Tag.Reject reject) {
      return station.dead("tag", reject.reason(), reject.asked());
    }
    if (tag instanceof Tag.Pass pass) {
      return station.fitting(new Outcome.Passed(request, pass.sink(), false), Optional.empty());
    }
    Tag.Restore restore = (Tag.Restore) tag;
    return tooLate(envelope, request, restore, station)
        .orElseGet(() -> restored(request, source, restore, station));
  }

  private Optional<Outcome> tooLate(
      Envelope envelope, Record<byte[], byte[]> request, Tag.Restore tag, Station station) {
    if (definition.late().isEmpty()) {
      return Optional.empty();
    }
    TopologyDefinition.Late policy = definition.late().get();
    return Age.beyond(policy.after(), envelope.headers(), request.timestamp(), clock.instant())
        .map(
            lateness -> {
              Record<byte[], byte[]> marked = request.withHeaders(marked(request, lateness));
              return policy.topic().isPresent()
                  ? station.fitting(new Outcome.Late(marked.withValue(null)), Optional.empty())
                  : station.fitting(new Outcome.Passed(marked, tag.sink(), true), Optional.empty());
            });
  }

  private static Headers marked(Record<byte[], byte[]> request, Duration lateness) {
    Headers headers = new RecordHeaders(request.headers());
    Frames.set(headers, FrameHeaders.LATE, String.valueOf(lateness.toMillis()));
    return headers;
  }

  private Outcome restored(
      Record<byte[], byte[]> request, RecordMetadata source, Tag.Restore tag, Station station) {
    String task = RestoredRecord.names(tag.tasks());
    Record<byte[], byte[]> result;
    try (Restorers.Lease lease = caller.lease(tag.model())) {
      Restorer restorer = lease.restorer();
      byte[] picture = restorer.restore(request.value(), tag.tasks());
      result =
          RestoredRecord.of(
              request, picture, source, task, restorer.modelName(), restorer.modelFingerprint());
    } catch (CancellationException stopping) {
      throw stopping;
    } catch (RestorationException e) {
      return station.dead(
          e.station().name().toLowerCase(Locale.ROOT), e.getMessage(), Optional.of(task));
    } catch (RuntimeException e) {
      return station.dead("restore", e.toString(), Optional.of(task));
    }
    return station.fitting(new Outcome.Restored(result, tag.sink()), Optional.of(task));
  }

  /** One record at its place, for whatever goes wrong with it. */
  private final class Station {
    private final Record<byte[], byte[]> request;
    private final RecordMetadata source;

    Station(Record<byte[], byte[]> request, RecordMetadata source) {
      this.request = request;
      this.source = source;
    }

    /** The outcome if the topics take its record, else a dead letter. */
    Outcome fitting(Outcome outcome, Optional<String> task) {
      if (limit.fits(outcome.record())) {
        return outcome;
      }
      String reason =
          "record would take "
              + RecordLimit.size(outcome.record())
              + " bytes, the topics take "
              + limit.bytes();
      return dead("publish", reason, task);
    }

    Outcome dead(String at, String reason, Optional<String> task) {
      DeadLetter letter =
          new DeadLetter(source.topic(), source.partition(), source.offset(), at, reason, task);
      return new Outcome.Dead(letter, letter.record(request, limit));
    }
  }
}

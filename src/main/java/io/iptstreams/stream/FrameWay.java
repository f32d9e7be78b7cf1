package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.restore.RestorationException;
import io.iptstreams.restore.Restorer;
import io.iptstreams.restore.Restorers;
import io.iptstreams.restore.StuckModelException;
import io.iptstreams.store.NotificationException;
import io.iptstreams.store.ObjectEvent;
import io.iptstreams.store.ObjectNotification;
import io.iptstreams.store.Store;
import io.iptstreams.store.StoreException;
import io.iptstreams.task.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The way of a record through the stage: tag, fetch, decode, restore, encode, put. A picture's own
 * faults become dead letters; whatever else is thrown stops the stage.
 */
final class FrameWay {
  private final TopologyDefinition definition;
  private final Tagger tagger;
  private final Restorers.Caller caller;
  private final Payloads payloads;
  private final RecordLimit limit;
  private final InstantSource clock;

  FrameWay(
      TopologyDefinition definition,
      Tagger tagger,
      Restorers.Caller caller,
      Payloads payloads,
      RecordLimit limit,
      InstantSource clock) {
    this.definition = definition;
    this.tagger = tagger;
    this.caller = caller;
    this.payloads = payloads;
    this.limit = limit;
    this.clock = clock;
  }

  /** What becomes of a record that lay at a place: one outcome for each of its pictures. */
  List<Outcome> outcomes(Record<byte[], byte[]> request, RecordMetadata source) {
    Envelope envelope = Envelope.of(source.topic(), request);
    Optional<TopologyDefinition.Objects> objects = definition.objects(source.topic());
    if (objects.isPresent()) {
      return outcomes(request, source, envelope, objects.get());
    }
    return List.of(
        outcome(
            new Frame(request, source, envelope, Optional.empty()),
            () -> payloads.picture(request.value(), envelope.headers()),
            (picture, task) -> payloads.carry(picture)));
  }

  /** What becomes of a record that ended the process each time it was tried. */
  List<Outcome> givenUp(Record<byte[], byte[]> request, RecordMetadata source) {
    Envelope envelope = Envelope.of(source.topic(), request);
    return List.of(
        new Frame(request, source, envelope, Optional.empty())
            .dead(
                DeadLetter.PROGRAM,
                "the process ended "
                    + Quarantine.MOST_ATTEMPTS
                    + " times while it was at work on this record",
                envelope.headers().task()));
  }

  private List<Outcome> outcomes(
      Record<byte[], byte[]> request,
      RecordMetadata source,
      Envelope envelope,
      TopologyDefinition.Objects objects) {
    List<ObjectEvent> events;
    try {
      events = ObjectNotification.read(request.value());
    } catch (NotificationException e) {
      Frame frame = new Frame(request, source, envelope, Optional.empty());
      return List.of(frame.dead("decode", e.getMessage(), Optional.empty()));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (ObjectEvent event : events) {
      outcomes.add(outcome(request, source, envelope, objects, event));
    }
    return outcomes;
  }

  private Outcome outcome(
      Record<byte[], byte[]> request,
      RecordMetadata source,
      Envelope envelope,
      TopologyDefinition.Objects objects,
      ObjectEvent event) {
    Store store = payloads.store(objects.store());
    if (event.kind() != ObjectEvent.Kind.CREATED || isResult(event, store, objects)) {
      return new Outcome.Ignored();
    }
    Frame frame =
        new Frame(
            request,
            source,
            new Envelope(envelope.topic(), Optional.of(event.key()), envelope.headers()),
            Optional.of(event.key()));
    return outcome(
        frame,
        () -> Optional.of(payloads.picture(objects.store(), store.reference(event))),
        (picture, task) ->
            payloads.put(
                objects.store(),
                objects.results().key(store.key(store.reference(event)), task.replace(", ", "+")),
                picture));
  }

  /** Whether the stage itself put the object there; its key in the store may be behind a prefix. */
  private static boolean isResult(
      ObjectEvent event, Store store, TopologyDefinition.Objects objects) {
    try {
      return objects.results().makes(store, store.reference(event));
    } catch (StoreException noObjectOfIt) {
      return false;
    }
  }

  private Outcome outcome(Frame frame, Fetch fetch, Put put) {
    Tag tag = tagger.tag(frame.envelope);
    if (tag instanceof Tag.Reject reject) {
      return frame.dead("tag", reject.reason(), reject.asked());
    }
    if (tag instanceof Tag.Pass pass) {
      return frame.fitting(new Outcome.Passed(frame.request, pass.sink(), false), Optional.empty());
    }
    Tag.Restore restore = (Tag.Restore) tag;
    return tooLate(frame, restore).orElseGet(() -> restored(frame, restore, fetch, put));
  }

  private Optional<Outcome> tooLate(Frame frame, Tag.Restore tag) {
    if (definition.late().isEmpty()) {
      return Optional.empty();
    }
    TopologyDefinition.Late policy = definition.late().get();
    Record<byte[], byte[]> request = frame.request;
    return Age.beyond(
            policy.after(), frame.envelope.headers(), request.timestamp(), clock.instant())
        .map(
            lateness -> {
              Record<byte[], byte[]> marked = request.withHeaders(marked(frame, lateness));
              return frame.fitting(
                  policy.topic().isPresent()
                      ? new Outcome.Late(marked.withValue(null))
                      : new Outcome.Passed(marked, tag.sink(), true),
                  Optional.empty());
            });
  }

  private static Headers marked(Frame frame, Duration lateness) {
    Headers headers = new RecordHeaders(frame.request.headers());
    frame.object.ifPresent(key -> Frames.set(headers, FrameHeaders.SUBJECT, key));
    Frames.set(headers, FrameHeaders.LATE, String.valueOf(lateness.toMillis()));
    return headers;
  }

  private Outcome restored(Frame frame, Tag.Restore tag, Fetch fetch, Put put) {
    String task = RestoredRecord.names(tag.tasks());
    Optional<byte[]> degraded;
    try {
      degraded = fetch.picture();
    } catch (StoreException e) {
      return frame.dead("fetch", e.getMessage(), Optional.of(task));
    }
    if (degraded.isEmpty()) {
      return frame.dead("decode", "record has no picture", Optional.of(task));
    }
    Record<byte[], byte[]> result;
    Restoration restoration;
    try (Restorers.Lease lease = caller.lease(tag.model())) {
      Restorer restorer = lease.restorer();
      RestoredPicture picture =
          RestoredPicture.of(
              restorer,
              degraded.get(),
              frame.envelope.headers(),
              tag.tasks(),
              definition.restore().limits().maxPixels());
      result =
          RestoredRecord.of(
              frame.request,
              picture,
              put.payload(picture, task),
              frame.object,
              frame.source,
              task,
              restorer.modelName(),
              restorer.modelFingerprint());
      restoration =
          new Restoration(
              tag.tasks().stream().map(Task::id).toList(),
              restorer.modelName(),
              degraded.get(),
              picture);
    } catch (CancellationException | StageException | StuckModelException stopping) {
      throw stopping;
    } catch (RestorationException e) {
      return frame.dead(
          e.station().name().toLowerCase(Locale.ROOT), e.getMessage(), Optional.of(task));
    } catch (StoreException e) {
      return frame.dead("publish", e.getMessage(), Optional.of(task));
    } catch (RuntimeException e) {
      return frame.dead(DeadLetter.PROGRAM, e.toString(), Optional.of(task));
    }
    return frame.fitting(new Outcome.Restored(result, tag.sink(), restoration), Optional.of(task));
  }

  /** Brings the picture in. */
  @FunctionalInterface
  private interface Fetch {
    Optional<byte[]> picture();
  }

  /** Brings the result out. */
  @FunctionalInterface
  private interface Put {
    Payload payload(RestoredPicture picture, String task);
  }

  /** One picture and the record that brought it, for whatever goes wrong with it. */
  private final class Frame {
    private final Record<byte[], byte[]> request;
    private final RecordMetadata source;
    private final Envelope envelope;
    private final Optional<String> object;

    /**
     * @param object key of the object that the record tells of
     */
    Frame(
        Record<byte[], byte[]> request,
        RecordMetadata source,
        Envelope envelope,
        Optional<String> object) {
      this.request = request;
      this.source = source;
      this.envelope = envelope;
      this.object = object;
    }

    /** The outcome if the topics take its record, else a dead letter. */
    Outcome fitting(Outcome.Sent outcome, Optional<String> task) {
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

    Outcome dead(String station, String reason, Optional<String> task) {
      DeadLetter letter =
          new DeadLetter(
              source.topic(), source.partition(), source.offset(), station, reason, task);
      return new Outcome.Dead(letter, letter.record(request, object, limit));
    }
  }
}

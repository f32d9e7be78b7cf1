package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.ObjectEvent;
import io.iptstreams.store.ObjectNotification;
import io.iptstreams.store.StoreLocation;
import io.iptstreams.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Sends the records of tests the way that frames go in a running stage, without a broker and
 * without the stores, in which the picture of a test lies under every key.
 */
public final class DryRun {
  /** Where a record lies that lies nowhere. */
  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  /** A picture for tests that bring none. */
  private static final byte[] PICTURE = ImageCodec.encode(Image.blank(3, 16, 16), ImageFormat.PNG);

  private final TopologyDefinition definition;
  private final Restorers restorers;
  private final InstantSource clock;
  private final RecordLimit limit;

  /**
   * @param definition without mistakes
   * @param restorers on models, or on stand-ins for them, by the names in the definition
   * @param clock of the stage; records are as old at its time as their tests say
   */
  public DryRun(TopologyDefinition definition, Restorers restorers, InstantSource clock) {
    this.definition = definition;
    this.restorers = restorers;
    this.clock = clock;
    this.limit =
        new RecordLimit(
            Math.min(
                StageSettings.MAX_RECORD_BYTES,
                StageSettings.largestRecord(
                    StageSettings.of(definition, "localhost:9092", "1", StageTopics.PARTITIONS))));
  }

  /**
   * What becomes of the record of a test.
   *
   * @throws UncheckedIOException if its picture cannot be read
   */
  public Fate fate(TestCase.Given given) {
    byte[] picture = picture(given);
    Instant now = clock.instant();
    try (Stores stores = Stores.standIns(definition.stores(), picture);
        Restorers.Caller caller = restorers.caller()) {
      FrameWay way =
          new FrameWay(
              definition,
              new Tagger(definition, restorers::tasks),
              caller,
              new Payloads(stores, definition.large(), Patience.of(Duration.ZERO)),
              limit,
              InstantSource.fixed(now));
      List<Outcome> outcomes =
          way.outcomes(record(given, picture, now), new Place(given.topic(), 0, 0));
      return outcomes.get(0).fate();
    }
  }

  private static byte[] picture(TestCase.Given given) {
    if (given.picture().isEmpty()) {
      return PICTURE;
    }
    try {
      return Files.readAllBytes(given.picture().get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Record<byte[], byte[]> record(TestCase.Given given, byte[] picture, Instant now) {
    RecordHeaders headers = new RecordHeaders();
    given.headers().forEach((name, value) -> headers.add(name, bytes(value)));
    boolean inStore = given.headers().containsKey(FrameHeaders.DATA_REFERENCE);
    return new Record<>(
        given.key().map(DryRun::bytes).orElse(null),
        given
            .object()
            .map(key -> notification(given.topic(), key))
            .orElse(inStore ? new byte[0] : picture),
        now.minus(given.age()).toEpochMilli(),
        headers);
  }

  /** What the store would say of a new object. */
  private byte[] notification(String topic, String key) {
    StoreLocation store = definition.stores().get(definition.objects(topic).orElseThrow().store());
    // A folder has no name of its own; its events may bear any.
    String bucket = store instanceof BucketLocation at ? at.bucket() : "folder";
    return ObjectNotification.ofNew(
        new ObjectEvent(
            ObjectEvent.Kind.CREATED,
            bucket,
            key,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

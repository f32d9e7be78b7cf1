package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.FileCodec;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** A stage without a broker, whose clock stands still. */
final class DryStage implements AutoCloseable {
  /** When frames are sent. */
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static final InstantSource CLOCK = InstantSource.fixed(NOON.plusMillis(300));

  final Restorers restorers;
  final Topology topology;
  final TopologyTestDriver driver;

  /** What was waited for stores. */
  final List<Duration> pauses = new ArrayList<>();

  /** What a spectator saw. */
  final List<Sight> sights = new ArrayList<>();

  private final Stores stores;

  /**
   * @param model every model that the definition names
   * @param state folder of the journals
   */
  DryStage(
      TopologyDefinition definition,
      RestorationModel model,
      RecordLimit limit,
      FileCodec codec,
      Outcomes outcomes,
      Path state) {
    this(definition, model, limit, codec, outcomes, state, OpenTelemetry.noop());
  }

  /** With something that records the traces. */
  DryStage(
      TopologyDefinition definition,
      RestorationModel model,
      RecordLimit limit,
      FileCodec codec,
      Outcomes outcomes,
      Path state,
      OpenTelemetry telemetry) {
    restorers =
        Restorers.open(
            definition.models(),
            name -> model,
            new BatchPolicy(8, Duration.ZERO),
            1,
            new Limits(1_000_000, 4, Duration.ofSeconds(10)),
            codec);
    stores = Stores.open(definition.stores());
    Tagger tagger = new Tagger(definition, restorers::tasks);
    Payloads payloads =
        new Payloads(
            stores, definition.large(), new Patience(Duration.ofSeconds(1), pauses::add, () -> 0));
    topology =
        RestoreTopology.build(
            definition,
            () ->
                new RestoreProcessor(
                    restorers,
                    caller -> new FrameWay(definition, tagger, caller, payloads, limit, CLOCK),
                    new Quarantine(state),
                    outcomes,
                    new Tracing(telemetry),
                    new Audience(List.of(sights::add)),
                    CLOCK));
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    driver = new TopologyTestDriver(topology, settings);
  }

  /** A stage without natives. */
  DryStage(
      TopologyDefinition definition,
      RestorationModel model,
      RecordLimit limit,
      Outcomes outcomes,
      Path state) {
    this(definition, model, limit, FileCodec.withoutWebp(), outcomes, state);
  }

  TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    driver.close();
    restorers.close();
    stores.close();
  }
}

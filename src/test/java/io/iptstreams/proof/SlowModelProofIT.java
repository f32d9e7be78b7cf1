package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model so slow that the one thread, which takes a frame of each of its four partitions in turn,
 * does not come back to Kafka before the session of a silent consumer would have ended.
 */
class SlowModelProofIT {
  private static final Duration LATENCY = Duration.ofMillis(Form.of(1600, 5000));
  private static final int PARTITIONS = 4;
  private static final int FRAMES = Form.of(PARTITIONS, 6 * PARTITIONS);

  /** The lowest that brokers allow. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  private static final Route ROUTE = Route.of("slow");
  private static final String SETTINGS =
      """
      threads: 1
      kafka:
        session.timeout.ms: %d
        heartbeat.interval.ms: 1000
      """
          .formatted(SESSION.toMillis());

  @TempDir private Path folder;
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series =
        new Series(Keys.spread(PARTITIONS, PARTITIONS), List.of("derain"), Crops.png(FRAMES, 1), 1);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aModelSlowerThanTheSession_keepsItsPlaceInTheGroup() throws Exception {
    assertThat(LATENCY.multipliedBy(PARTITIONS)).isGreaterThan(SESSION);
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      TopologyDefinition definition = TopologyFile.read(ROUTE.write(folder, SETTINGS));
      try (Traffic traffic = Traffic.open(broker.bootstrapServers(), ROUTE, this::see)) {
        try (Restorers restorers = StageOfDouble.restorers(definition, new SleepingModel(LATENCY));
            Stage stage =
                Stage.start(
                    definition,
                    restorers,
                    Stores.open(Map.of()),
                    broker.bootstrapServers(),
                    "one")) {
          traffic.watch(() -> assertThat(stage.failure()).isEmpty());
          Group group = new Group(admin, ROUTE.name());
          traffic.until("its partitions", () -> group.shares().equals(List.of(PARTITIONS)));
          Set<String> members = group.memberIds();
          double rebalances = metric("rebalance-total");
          // One fails at the start, when a new member is asked to come back with an id.
          double failures = metric("failed-rebalance-total");
          double heartbeats = metric("heartbeat-total");
          for (int i = 0; i < FRAMES; i++) {
            traffic.send(series.get());
          }

          traffic.drain();

          assertThat(group.memberIds()).isEqualTo(members);
          assertThat(metric("rebalance-total")).isEqualTo(rebalances).isPositive();
          assertThat(metric("failed-rebalance-total")).isEqualTo(failures);
          assertThat(metric("heartbeat-total")).isGreaterThan(heartbeats + 3);
          Form.report(
              "%d frames of %d ms each: %.0f heartbeats, no rebalance",
              FRAMES, LATENCY.toMillis(), metric("heartbeat-total") - heartbeats);
        }
        traffic.finish();
      }
    }
  }

  private void see(Outcome outcome) {
    assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(series.picture(outcome.number())));
  }

  /** Of the stage's only consumer. */
  private static double metric(String name) throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> consumers =
        beans.queryNames(
            new ObjectName(
                "kafka.consumer:type=consumer-coordinator-metrics,client-id="
                    + ROUTE.name()
                    + "-*"),
            null);
    assertThat(consumers).hasSize(1);
    return (double) beans.getAttribute(consumers.iterator().next(), name);
  }
}

package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.StageException;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A second stage is started by mistake under the name of one that runs. In the long form only. */
@EnabledIfSystemProperty(named = "proofs", matches = "long")
class TwinProofIT {
  private static final int PARTITIONS = 4;
  private static final int AHEAD = 40;
  private static final Route ROUTE = Route.of("twin");

  @TempDir private Path folder;
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series = new Series(Keys.spread(8, PARTITIONS), List.of("derain"), Crops.png(20, 1), 1);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void ofTwoInstancesOfOneName_oneEndsAndSaysWhy_andNoFrameIsLost() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      TopologyDefinition definition = TopologyFile.read(ROUTE.write(folder, ""));
      try (Traffic traffic = Traffic.open(servers, ROUTE, outcome -> {})) {
        traffic.feed(series, AHEAD);
        try (Restorers restorers =
                StageOfDouble.restorers(definition, new SleepingModel(Duration.ofMillis(10)));
            Stage first =
                Stage.start(definition, restorers, Stores.open(Map.of()), servers, "one")) {
          traffic.untilEachPartitionGives();
          try (Stage second =
              Stage.start(definition, restorers, Stores.open(Map.of()), servers, "one")) {
            traffic.until("the first to end", () -> first.failure().isPresent());
            traffic.untilEachPartitionGives();
            traffic.endFeeding();
            traffic.drain();

            assertThat(first.failure())
                .map(StageException::getMessage)
                .hasValue(
                    "another process runs stage twin as instance one; stop one of them or name"
                        + " them differently");
            assertThat(second.failure()).isEmpty();
          }
        }
        traffic.finish();
      }
    }
  }
}

package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerCluster;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, and frames all the time. The leader of a partition of results is killed as by
 * SIGKILL, and started again once another leads and frames go on.
 */
class ClusterProofIT {
  private static final int KILLS = Form.of(1, 9);
  private static final int PARTITIONS = 3;
  private static final int AHEAD = 30;
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final Route ROUTE = Route.of("frames");

  @TempDir private Path folder;
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series = new Series(Keys.spread(6, PARTITIONS), List.of("derain"), Crops.png(20, 1), 1);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void whenTheLeaderOfResultsIsKilled_everyFrameStillHasOneOutcome() throws Exception {
    try (BrokerCluster cluster = BrokerCluster.open(folder.resolve("cluster"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      String servers = cluster.bootstrapServers();
      Topics.create(admin, ROUTE, PARTITIONS, BrokerCluster.COPIES, Map.of());
      try (Instances stage = Instances.sleeping(folder, ROUTE.write(folder, ""), servers, LATENCY);
          Traffic traffic = Traffic.open(servers, ROUTE, this::see)) {
        stage.start("one");
        traffic.watch(stage::checkAlive);
        traffic.feed(series, AHEAD);
        for (int kill = 0; kill < KILLS; kill++) {
          int partition = kill % PARTITIONS;
          traffic.untilEachPartitionGives();
          int killed = results(admin).get(partition).leader().id();

          cluster.kill(killed);

          traffic.until(
              "another leader than " + killed, () -> isLedByAnother(admin, partition, killed));
          traffic.untilEachPartitionGives();
          cluster.start(killed);
          traffic.until("all copies", () -> hasAllCopies(admin));
        }
        traffic.untilEachPartitionGives();
        traffic.endFeeding();
        traffic.drain();
        stage.stop("one");
        traffic.finish();
        Form.report(
            "leader of results killed %d times: each of %d frames has one outcome",
            KILLS, series.count());
      }
    }
  }

  private void see(Outcome outcome) {
    assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(series.picture(outcome.number())));
  }

  private static boolean isLedByAnother(Admin admin, int partition, int killed) {
    TopicPartitionInfo now = results(admin).get(partition);
    return now.leader() != null && !now.leader().isEmpty() && now.leader().id() != killed;
  }

  private static List<TopicPartitionInfo> results(Admin admin) {
    return partitions(admin, Set.of(ROUTE.sink()));
  }

  /** Of the internal topics, too: with a copy less the next kill could stop them. */
  private static boolean hasAllCopies(Admin admin) {
    try {
      Set<String> all = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      return partitions(admin, all).stream()
          .allMatch(partition -> partition.isr().size() == BrokerCluster.COPIES);
    } catch (ExecutionException e) {
      throw new AssertionError("topics cannot be listed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static List<TopicPartitionInfo> partitions(Admin admin, Set<String> topics) {
    try {
      return admin.describeTopics(topics).allTopicNames().get().values().stream()
          .flatMap(topic -> topic.partitions().stream())
          .toList();
    } catch (ExecutionException e) {
      throw new AssertionError(topics + " cannot be described", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

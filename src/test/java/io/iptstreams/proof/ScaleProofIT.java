package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process, then three, then one, and frames all the time. Each has a device of its own that
 * takes 40 ms for a picture, one at a time, and more threads than it needs to keep that busy.
 */
class ScaleProofIT {
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final int THREADS = 4;
  private static final int PARTITIONS = 3 * THREADS;
  private static final int AHEAD = 8 * PARTITIONS;
  private static final Duration WINDOW = Duration.ofSeconds(Form.of(2, 20));
  private static final long COMMITTED_WITHIN_MS = 1000;
  private static final List<Integer> OF_ONE = Collections.nCopies(THREADS, 3);
  private static final List<Integer> OF_THREE = Collections.nCopies(3 * THREADS, 1);
  private static final Route ROUTE = Route.of("frames");

  /** Lowest session timeout that brokers allow, so that a dead process is missed soon. */
  private static final String SETTINGS =
      """
      threads: %d
      kafka:
        session.timeout.ms: 6000
        heartbeat.interval.ms: 1000
      """
          .formatted(THREADS);

  @TempDir private Path folder;
  private final List<Long> appended = new ArrayList<>();
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series =
        new Series(Keys.spread(PARTITIONS, PARTITIONS), List.of("derain"), Crops.png(20, 1), 1);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void threeInstances_giveAlmostThreeTimesAsMuch_andNoFrameIsLostOnTheWay() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Instances stage = instances(admin, broker.bootstrapServers());
        Traffic traffic = traffic(broker.bootstrapServers())) {
      Group group = new Group(admin, ROUTE.name());
      traffic.watch(stage::checkAlive);
      traffic.feed(series, AHEAD);
      stage.start("one");
      traffic.until("one instance", () -> group.shares().equals(OF_ONE));
      double alone = framesPerSecond(traffic, 0);
      stage.start("two");
      stage.start("three");
      traffic.until("three instances", () -> group.shares().equals(OF_THREE));
      double three = framesPerSecond(traffic, 2.7 * alone);

      long kill = System.nanoTime();
      stage.kill("two");
      stage.start("two");
      traffic.untilEachPartitionGives();
      double back = secondsSince(kill);
      stage.stop("two");
      stage.stop("three");
      traffic.until("one instance again", () -> group.shares().equals(OF_ONE));
      traffic.untilEachPartitionGives();
      traffic.endFeeding();
      traffic.drain();
      stage.stop("one");
      traffic.finish();

      Form.report(
          "%.1f frames/s of one instance, %.1f of three: %.2f times; all partitions give again %.1f s"
              + " after a kill; %d frames, one outcome each",
          alone, three, three / alone, back, series.count());
    }
  }

  /** Its last transaction, which hides results, would stay open for 70 s: the other ends it. */
  @Test
  @EnabledIfSystemProperty(named = "proofs", matches = "long")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void anInstanceKilledForGood_isReplacedByTheOther() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Instances stage = instances(admin, broker.bootstrapServers());
        Traffic traffic = traffic(broker.bootstrapServers())) {
      Group group = new Group(admin, ROUTE.name());
      traffic.watch(stage::checkAlive);
      traffic.feed(series, AHEAD);
      stage.start("one");
      stage.start("two");
      traffic.until("two instances", () -> group.shares().size() == 2 * THREADS);
      traffic.untilEachPartitionGives();

      stage.kill("two");

      long start = System.nanoTime();
      traffic.until("one instance", () -> group.shares().equals(OF_ONE));
      double missed = secondsSince(start);
      traffic.untilEachPartitionGives();
      double whole = secondsSince(start);
      assertThat(whole).as("seconds; missed after %.1f s", missed).isLessThan(missed + 20);
      traffic.endFeeding();
      traffic.drain();
      stage.stop("one");
      traffic.finish();
      Form.report(
          "killed for good: missed after %.1f s, all partitions give again after %.1f s",
          missed, whole);
    }
  }

  private Instances instances(Admin admin, String servers) throws Exception {
    Topics.create(
        admin,
        ROUTE,
        PARTITIONS,
        (short) 1,
        // Else records keep the time at which their frames were sent.
        Map.of("message.timestamp.type", "LogAppendTime"));
    return Instances.sleeping(folder, ROUTE.write(folder, SETTINGS), servers, LATENCY);
  }

  private Traffic traffic(String servers) {
    return Traffic.open(servers, ROUTE, this::see);
  }

  private void see(Outcome outcome) {
    assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(series.picture(outcome.number())));
    appended.add(outcome.timestamp());
  }

  /** The most that a window had, once every partition is on the move and it was so many. */
  private double framesPerSecond(Traffic traffic, double atLeast) {
    traffic.untilEachPartitionGives();
    long start = System.currentTimeMillis();
    double[] most = {0};
    traffic.until(
        atLeast + " frames/s",
        () -> {
          most[0] = Math.max(most[0], framesPerSecond());
          return most[0] >= atLeast
              && System.currentTimeMillis() - start > WINDOW.toMillis() + COMMITTED_WITHIN_MS;
        });
    return most[0];
  }

  /** In the window that ended just so long ago that all of it has been read, by broker's time. */
  private double framesPerSecond() {
    long end = System.currentTimeMillis() - COMMITTED_WITHIN_MS;
    long start = end - WINDOW.toMillis();
    long frames = appended.stream().filter(time -> time > start && time <= end).count();
    return 1000.0 * frames / WINDOW.toMillis();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}

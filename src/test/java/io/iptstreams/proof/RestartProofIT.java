package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.jvm.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed as by SIGKILL and started again under its name. It is the same member of
 * the group then, so nobody waits until the session of the dead one ends, which by default takes 45
 * s, and its producers roll back at once what the dead one left open.
 */
class RestartProofIT {
  private static final int KILLS = Form.of(1, 10);

  /** On a machine where a start alone takes long, half as long again as the first. */
  private static final double SECONDS_BACK_WITHIN = Form.of(30, 10);

  /** Of the session's 45, so that nobody takes its end for a quick return. */
  private static final double SECONDS_OF_A_SLOW_START = 20;

  private static final int PARTITIONS = 4;
  private static final int AHEAD = 16;
  private static final Route ROUTE = Route.of("frames");

  @TempDir private Path folder;
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series = Series.ofThreeTasks(PARTITIONS, 40);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void killedAndStartedAgain_theProgramDoesNotWaitForTheSessionOfTheDeadOne() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      try (Instances stage =
              Instances.ofTheProgram(
                  folder, ChildJvm.QUICK_TO_START, ROUTE.write(folder, ""), servers);
          Traffic traffic = Traffic.open(servers, ROUTE, outcome -> {})) {
        traffic.watch(stage::checkAlive);
        traffic.feed(series, AHEAD);
        long first = System.nanoTime();
        stage.start("one");
        traffic.untilEachPartitionGives();
        double started = secondsSince(first);
        assumeTrue(
            started < SECONDS_OF_A_SLOW_START,
            () -> "a start alone takes %.1f s here".formatted(started));
        double limit = Math.max(SECONDS_BACK_WITHIN, 1.5 * started);
        double worst = 0;
        for (int kill = 0; kill < KILLS; kill++) {
          traffic.untilEachPartitionGives();
          long start = System.nanoTime();

          stage.kill("one");
          stage.start("one");

          traffic.untilEachPartitionGivesNewFrames();
          double back = secondsSince(start);
          assertThat(back).as("seconds; the first start took %.1f s", started).isLessThan(limit);
          worst = Math.max(worst, back);
        }
        traffic.endFeeding();
        traffic.drain();
        stage.stop("one");
        traffic.finish();
        Form.report(
            "killed %d times: all partitions give again within %.1f s, the first start took %.1f s;"
                + " of %d frames each has one outcome",
            KILLS, worst, started, series.count());
      }
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}

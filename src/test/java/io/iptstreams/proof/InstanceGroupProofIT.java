package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.cli.Main;
import io.iptstreams.jvm.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that runs itself in two processes: {@code run --instances 2}. Now one of these is
 * killed as by SIGKILL, now the one that started them.
 */
class InstanceGroupProofIT {
  /** Of each process fewer than it is started again within a minute before it is given up. */
  private static final int KILLS = Form.of(1, 6);

  private static final int INSTANCES = 2;
  private static final int THREADS = 2;
  private static final int PARTITIONS = INSTANCES * THREADS;
  private static final List<Integer> ONE_EACH = Collections.nCopies(PARTITIONS, 1);
  private static final int AHEAD = 16;
  private static final Route ROUTE = Route.of("frames");

  /** The deadline of a frame and ten seconds, as the stage says. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series = Series.ofThreeTasks(PARTITIONS, 40);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aProcessThatIsKilled_isStartedAgain_andAllEndWithTheFirst() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"));
        Admin admin = admin(broker);
        ChildJvm program = start(broker);
        Traffic traffic = traffic(broker, program)) {
      Group group = new Group(admin, ROUTE.name());
      double worst = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        traffic.until("both instances", () -> group.shares().equals(ONE_EACH));
        traffic.untilEachPartitionGives();
        long start = System.nanoTime();

        processes(program).get(0).destroyForcibly();

        int kills = kill;
        traffic.until("it to be started again", () -> startsAgain(program) == kills);
        traffic.untilEachPartitionGivesNewFrames();
        worst = Math.max(worst, (System.nanoTime() - start) / 1e9);
      }
      traffic.endFeeding();
      traffic.drain();
      List<ProcessHandle> last = processes(program);
      program.stop(STOPS_WITHIN);
      assertThat(last).hasSize(INSTANCES).noneMatch(ProcessHandle::isAlive);
      traffic.finish();
      Form.report(
          "a process of %d killed %d times: all partitions give again within %.1f s, of %d frames"
              + " each has one outcome",
          INSTANCES, KILLS, worst, series.count());
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void whenTheFirstIsKilled_theOthersFinishTheirFramesAndLeave() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"));
        Admin admin = admin(broker);
        ChildJvm program = start(broker);
        Traffic traffic = traffic(broker, program)) {
      Group group = new Group(admin, ROUTE.name());
      traffic.until("both instances", () -> group.shares().equals(ONE_EACH));
      traffic.untilEachPartitionGives();
      List<ProcessHandle> orphans = processes(program);
      traffic.watch(() -> {});
      long start = System.nanoTime();

      program.kill();

      traffic.until("no process", () -> orphans.stream().noneMatch(ProcessHandle::isAlive));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isLessThan(STOPS_WITHIN);
      assertThat(group.isLeft()).as("left by all").isTrue();
      Form.report("its processes ended %d ms after it was killed", took.toMillis());
    }
  }

  private Admin admin(BrokerProcess broker) throws Exception {
    Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
    return admin;
  }

  private ChildJvm start(BrokerProcess broker) throws IOException {
    List<String> options = new ArrayList<>(ChildJvm.QUICK_TO_START);
    options.add("-Djava.io.tmpdir=" + folder);
    return ChildJvm.start(
        folder,
        "program",
        options,
        Main.class,
        "run",
        ROUTE.write(folder, "threads: " + THREADS).toString(),
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--instances",
        String.valueOf(INSTANCES),
        "--instance",
        "yard",
        "--device",
        "cpu");
  }

  private Traffic traffic(BrokerProcess broker, ChildJvm program) {
    Traffic traffic = Traffic.open(broker.bootstrapServers(), ROUTE, outcome -> {});
    traffic.watch(() -> assertThat(program.isAlive()).as(program.said()).isTrue());
    traffic.feed(series, AHEAD);
    return traffic;
  }

  /** Those that it started and that live, the eldest first. */
  private static List<ProcessHandle> processes(ChildJvm program) {
    return ProcessHandle.of(program.pid())
        .orElseThrow()
        .children()
        .sorted(Comparator.comparing(child -> child.info().startInstant().orElse(Instant.MAX)))
        .toList();
  }

  private static long startsAgain(ChildJvm program) {
    return program
        .said()
        .lines()
        .filter(line -> line.matches("\\[[12]] ended with status 137, starting it again"))
        .count();
  }
}

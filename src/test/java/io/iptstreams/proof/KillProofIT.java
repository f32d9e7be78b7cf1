package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.jvm.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with the real network, killed as by SIGKILL at random moments, against the same
 * program left in peace: the same committed records, byte by byte.
 */
class KillProofIT {
  private static final int FRAMES = Form.of(80, 2400);
  private static final int KILLS = Form.of(2, 30);

  /** Every so many kills one comes while the program starts, the others while it works. */
  private static final int KILL_AT_START_EVERY = 3;

  private static final int PARTITIONS = 4;
  private static final List<String> KEYS = Keys.spread(8, PARTITIONS);
  private static final List<String> TASKS = List.of("denoise-30", "derain", "upscale-x2");
  private static final int AHEAD = 80;
  private static final long SEED = 1;

  private static final Route KILLED = Route.of("frames");
  private static final Route UNDISTURBED = KILLED.beside("undisturbed");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final List<Frame> sent = new ArrayList<>();
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    series = new Series(KEYS, TASKS, Crops.png(FRAMES, SEED), SEED);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void killedAtRandomMoments_theStageGivesWhatItGivesUndisturbed() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"))) {
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        Topics.create(
            admin,
            List.of(
                KILLED.source(),
                KILLED.sink(),
                KILLED.deadLetters(),
                UNDISTURBED.sink(),
                UNDISTURBED.deadLetters()),
            PARTITIONS,
            (short) 1,
            Map.of());
      }

      List<Outcome> killed = killedAgainAndAgain(servers);
      List<Outcome> undisturbed = undisturbed(servers);

      assertThat(killed).hasSameSizeAs(sent).hasSizeGreaterThanOrEqualTo(FRAMES);
      assertThat(byPartition(killed)).isEqualTo(byPartition(undisturbed)).hasSize(PARTITIONS);
      int rolledBack = Traffic.written(servers, KILLED) - killed.size();
      assertThat(rolledBack).as("the kills hit transactions").isGreaterThanOrEqualTo(Form.of(0, 1));
      Form.report(
          "killed %d times among %d frames, %d outcomes rolled back: all as in an undisturbed run",
          KILLS, sent.size(), rolledBack);
    }
  }

  private List<Outcome> killedAgainAndAgain(String servers) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (Instances stage = program(KILLED, servers);
        Traffic traffic = Traffic.open(servers, KILLED, outcomes::add)) {
      traffic.watch(stage::checkAlive);
      traffic.feed(this::next, AHEAD);
      long startTook = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        long start = System.nanoTime();
        stage.start("one");
        if (kill % KILL_AT_START_EVERY == 2) {
          pass(traffic, random.nextLong(startTook));
        } else {
          int before = traffic.came();
          traffic.until("an outcome", () -> traffic.came() > before);
          startTook = System.nanoTime() - start;
          int more = before + random.nextInt(FRAMES / KILLS);
          traffic.until("some outcomes", () -> traffic.came() > more);
          // A transaction takes 100 ms: anywhere in one.
          pass(traffic, random.nextLong(Duration.ofMillis(200).toNanos()));
        }
        stage.kill("one");
      }
      stage.start("one");
      traffic.until("all to be sent", () -> sent.size() >= FRAMES);
      traffic.endFeeding();
      traffic.drain();
      stage.stop("one");
      traffic.finish();
    }
    return outcomes;
  }

  private List<Outcome> undisturbed(String servers) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (Instances stage = program(UNDISTURBED, servers);
        Traffic traffic = Traffic.open(servers, UNDISTURBED, outcomes::add)) {
      traffic.watch(stage::checkAlive);
      sent.forEach(frame -> traffic.expect(frame, UNDISTURBED.sink()));
      stage.start("two");
      traffic.drain();
      stage.stop("two");
      traffic.finish();
    }
    return outcomes;
  }

  private Instances program(Route route, String servers) throws Exception {
    return Instances.ofTheProgram(
        folder, ChildJvm.QUICK_TO_START, route.write(folder, ""), servers);
  }

  private Frame next() {
    Frame frame = series.get();
    sent.add(frame);
    return frame;
  }

  private static void pass(Traffic traffic, long nanos) {
    long start = System.nanoTime();
    traffic.until("a moment", () -> System.nanoTime() - start >= nanos);
  }

  /** All that a reader sees, but the name of the topic; the ledger knows that it was the sink. */
  private static Map<Integer, List<Outcome>> byPartition(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome.on(
                    outcome.topic().equals(KILLED.sink())
                            || outcome.topic().equals(UNDISTURBED.sink())
                        ? "results"
                        : "dead letters"))
        .collect(Collectors.groupingBy(Outcome::partition));
  }
}

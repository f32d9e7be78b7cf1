package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.jvm.CollectedHeap;
import io.iptstreams.jvm.ResidentMemory;
import io.iptstreams.jvm.Tenths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with the real network under full load: its memory stays what it is. The heap is there
 * from the start, so that resident memory grows by nothing but what lies outside.
 */
class SoakProofIT {
  private static final Duration DURATION =
      Form.of(
          Duration.ofSeconds(20),
          Duration.ofMinutes(Integer.getInteger("proofs.soak.minutes", 30)));
  private static final Duration BETWEEN_SAMPLES = DURATION.dividedBy(Form.of(40, 400));

  /**
   * How much higher the last tenth may be than the second. In the short form the compiler is still
   * at work in the second, and a tenth holds four samples.
   */
  private static final double GROWTH = Form.of(1.25, 1.05);

  private static final int PARTITIONS = 4;
  private static final int AHEAD = 60;
  private static final Route ROUTE = Route.of("frames");

  @TempDir private Path folder;
  private final Tenths heap = new Tenths();
  private final Tenths resident = new Tenths();
  private Series series;

  @BeforeEach
  void draw() throws Exception {
    ResidentMemory.assumeReadable();
    series = Series.ofThreeTasks(PARTITIONS, 200);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void underFullLoad_heapAndResidentMemoryStayFlat() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      Topics.create(
          admin,
          ROUTE,
          PARTITIONS,
          (short) 1,
          // The disk need not hold all of a long run.
          Map.of("segment.bytes", "16777216", "retention.bytes", "67108864"));
      try (Instances stage =
              Instances.ofTheProgram(
                  folder, ResidentMemory.fixedHeap(256), ROUTE.write(folder, ""), servers);
          Traffic traffic = Traffic.open(servers, ROUTE, outcome -> {})) {
        traffic.watch(stage::checkAlive);
        traffic.feed(series, AHEAD);
        ChildJvm program = stage.start("one");
        traffic.untilEachPartitionGives();
        sample(program, traffic);
        traffic.endFeeding();
        traffic.drain();
        stage.stop("one");
        traffic.finish();
      }
      assertFlat("heap after collection", heap.means());
      assertFlat("resident", resident.highest());
      Form.report(
          "%s, %d frames, one outcome each; MB in each tenth: heap %s, resident %s",
          DURATION, series.count(), Tenths.line(heap.means()), Tenths.line(resident.highest()));
    }
  }

  private void sample(ChildJvm program, Traffic traffic) throws Exception {
    try (CollectedHeap collected = CollectedHeap.open(program)) {
      long start = System.nanoTime();
      long next = start;
      while (next - start < DURATION.toNanos()) {
        next += BETWEEN_SAMPLES.toNanos();
        long due = next;
        int before = traffic.came();
        traffic.until(
            "the next sample", () -> System.nanoTime() - due >= 0 && traffic.came() > before);
        double progress = (double) (due - start) / DURATION.toNanos();
        heap.note(progress, collected.megabytes());
        resident.note(progress, ResidentMemory.megabytes(program.pid()));
      }
    }
  }

  private static void assertFlat(String what, double[] tenths) {
    assertThat(tenths[9])
        .as("%s, MB in each tenth: %s", what, Tenths.line(tenths))
        .isLessThan(GROWTH * tenths[1]);
  }
}

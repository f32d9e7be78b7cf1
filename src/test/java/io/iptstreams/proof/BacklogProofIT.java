package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.image.RawRgb;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.jvm.CollectedHeap;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames wait on the source, a slow model works on them, and the heap is much smaller than what
 * waits. What the stage holds at once is bounded by
 *
 * <pre>
 *   threads × (fetch.max.bytes + buffer.memory)      ; on their way in and out
 *   partitions × (buffered + polled) × record        ; both counted in records
 *   threads × 64 bytes × pixels                      ; a picture as floats, see Limits
 *   40 MB                                            ; the program itself, without a model
 * </pre>
 *
 * The first two are what {@link StageFacts.Memory} says of a topology.
 */
class BacklogProofIT {
  private static final int THREADS = Form.of(1, 2);
  private static final int PARTITIONS = Form.of(1, 4);
  private static final int SIDE = Form.of(600, 1200);
  private static final int RECORD_BYTES = 3 * SIDE * SIDE;
  private static final int FRAMES = Form.of(240, 500);
  private static final double BYTES_PER_PIXEL = 64;
  private static final double PROGRAM_MB = 40;

  /** How much more heap there is: a collector cannot fill it to the brim with large arrays. */
  private static final double ROOM = 1.25;

  private static final int SAMPLE_EVERY = 10;
  private static final Map<String, String> RAW =
      Map.of(
          "content-type",
          RawRgb.MEDIA_TYPE,
          "ce_width",
          String.valueOf(SIDE),
          "ce_height",
          String.valueOf(SIDE));
  private static final Route ROUTE = Route.of("backlog");

  @TempDir private Path folder;
  private final Series series =
      new Series(Keys.spread(8, PARTITIONS), List.of("derain"), noise(3, new Random(1)), 1);

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aBacklogLargerThanTheHeap_isRestoredWithinTheBound() throws Exception {
    Path topology = ROUTE.write(folder, "threads: " + THREADS);
    double bound = bound(TopologyFile.read(topology));
    int heap = (int) (ROOM * bound);
    assertThat(FRAMES * (RECORD_BYTES / 1e6)).as("MB that wait").isGreaterThan(1.3 * heap);
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      try (Instances stage = Instances.backlogged(folder, topology, servers, heap);
          Traffic traffic = Traffic.open(servers, ROUTE, this::see)) {
        for (int i = 0; i < FRAMES; i++) {
          traffic.send(series.get().with(RAW));
        }
        ChildJvm program = stage.start("one");
        traffic.watch(stage::checkAlive);
        double highest = highestHeap(program, traffic, bound);
        stage.stop("one");
        traffic.finish();
        Form.report(
            "%d frames of %.1f MB on %d threads and %d partitions: heap after collection at most"
                + " %.0f MB, bound %.0f MB, -Xmx%dm",
            FRAMES, RECORD_BYTES / 1e6, THREADS, PARTITIONS, highest, bound, heap);
      }
    }
  }

  /** In MB. */
  private static double bound(TopologyDefinition definition) {
    StageFacts.Memory facts = StageFacts.of(definition, "localhost:9092").memory();
    StageFacts.Memory records =
        new StageFacts.Memory(
            THREADS,
            facts.fetchedBytes(),
            facts.unsentBytes(),
            PARTITIONS,
            facts.records(),
            RECORD_BYTES);
    return (records.bytes() + THREADS * BYTES_PER_PIXEL * SIDE * SIDE) / 1e6 + PROGRAM_MB;
  }

  /** After collection, in MB, until all have their outcome. */
  private static double highestHeap(ChildJvm program, Traffic traffic, double bound)
      throws Exception {
    double highest = 0;
    traffic.until("the first outcome", () -> traffic.came() > 0);
    try (CollectedHeap heap = CollectedHeap.open(program)) {
      while (traffic.came() < FRAMES) {
        int next = Math.min(FRAMES, traffic.came() + SAMPLE_EVERY);
        traffic.until("the next outcomes", () -> traffic.came() >= next);
        highest = Math.max(highest, heap.megabytes());
        assertThat(highest).as("MB").isLessThan(bound);
      }
    }
    return highest;
  }

  private void see(Outcome outcome) {
    assertThat(outcome.topic()).isEqualTo(ROUTE.sink());
    assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(series.picture(outcome.number())));
  }

  /** Nothing makes it smaller on its way. */
  private static List<byte[]> noise(int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] samples = new byte[RECORD_BYTES];
              random.nextBytes(samples);
              return samples;
            })
        .toList();
  }
}

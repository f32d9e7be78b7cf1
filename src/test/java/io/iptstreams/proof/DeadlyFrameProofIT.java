package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A frame that ends the process whenever it is tried, among others that are harmless, and somebody
 * who starts the process again each time. Whatever the other threads were at when it ended is under
 * suspicion, too, and must come out of it.
 */
class DeadlyFrameProofIT {
  private static final int DEADLY = Form.of(1, 12);

  /** Of a frame before it is given up: so many processes end. */
  private static final int ATTEMPTS = 3;

  private static final int THREADS = 4;
  private static final int PARTITIONS = 2 * THREADS;
  private static final int AHEAD = 8 * PARTITIONS;
  private static final Route ROUTE = Route.of("deadly");

  @TempDir private Path folder;
  private final List<Integer> sent = new ArrayList<>();
  private final List<Integer> letters = new ArrayList<>();
  private byte[] deadly;
  private Series series;
  private int starts;

  @BeforeEach
  void draw() throws Exception {
    deadly = ImageCodec.encode(DeadlyModel.picture(), ImageFormat.PNG);
    series =
        new Series(Keys.spread(PARTITIONS, PARTITIONS), List.of("derain"), Crops.png(20, 1), 1);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aFrameThatEndsTheProcess_isGivenUp_andNoOtherIsBlamedForIt() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      try (Instances stage =
              Instances.deadly(folder, ROUTE.write(folder, "threads: " + THREADS), servers);
          Traffic traffic = Traffic.open(servers, ROUTE, this::see)) {
        stage.start("one");
        starts = 1;
        traffic.watch(() -> starts += stage.startAgain(DeadlyModel.STATUS));
        traffic.feed(series, AHEAD);
        for (int i = 1; i <= DEADLY; i++) {
          int letter = i;
          traffic.untilEachPartitionGives();
          sendDeadly(traffic);
          traffic.until("its dead letter", () -> letters.size() >= letter);
        }
        traffic.untilEachPartitionGives();
        traffic.endFeeding();
        traffic.drain();
        stage.stop("one");
        traffic.finish();
      }
      assertThat(letters).isEqualTo(sent);
      assertThat(starts).isEqualTo(1 + ATTEMPTS * DEADLY);
      Form.report(
          "%d deadly frames among %d: each a dead letter, every other restored, %d starts",
          DEADLY, series.count(), starts);
    }
  }

  private void sendDeadly(Traffic traffic) {
    Frame frame = series.get();
    sent.add(frame.number());
    traffic.send(new Frame(frame.number(), frame.key(), frame.task(), deadly), ROUTE.deadLetters());
  }

  private void see(Outcome outcome) {
    if (outcome.topic().equals(ROUTE.sink())) {
      assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(series.picture(outcome.number())));
      return;
    }
    letters.add(outcome.number());
    assertThat(outcome.value()).isEqualTo(ByteBuffer.wrap(deadly));
    assertThat(outcome.header("dead-letter-station")).isEqualTo("restore");
    assertThat(outcome.header("dead-letter-reason"))
        .isEqualTo(
            "the process ended %d times while it was at work on this record".formatted(ATTEMPTS));
  }
}

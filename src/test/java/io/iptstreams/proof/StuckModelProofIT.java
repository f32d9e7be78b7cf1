package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.image.Image;
import io.iptstreams.model.DecoratedModel;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.StageException;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device that hangs for good each time it gets a certain frame. The stage says so and stops, as
 * only a new process gets out of it; the third that this frame ends is the last that tries it.
 */
class StuckModelProofIT {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final int PARTITIONS = 4;
  private static final int FRAMES = Form.of(60, 600);
  private static final int DEADLY = FRAMES / 3;
  private static final Route ROUTE = Route.of("stuck");

  @TempDir private Path folder;
  private final CountDownLatch endOfTest = new CountDownLatch(1);
  private Outcome letter;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFrameOnWhichTheDeviceHangs_stopsTheStageThreeTimes_thenIsADeadLetter() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
      int hung = 0;
      try (Traffic traffic = Traffic.open(broker.bootstrapServers(), ROUTE, this::see)) {
        send(traffic);
        while (!restoresAll(traffic, broker.bootstrapServers())) {
          hung++;
        }
        traffic.finish();
      }
      assertThat(letter.number()).isEqualTo(DEADLY);
      assertThat(letter.header("dead-letter-reason")).contains("the process ended 3 times");
      assertThat(hung).isEqualTo(3);
      Form.report(
          "%d frames of %d partitions: the stage stopped %d times, only frame %d is a dead letter",
          FRAMES, PARTITIONS, hung, DEADLY);
    } finally {
      endOfTest.countDown();
    }
  }

  /** One of them asks for the task that hangs. */
  private void send(Traffic traffic) throws Exception {
    Series series =
        new Series(Keys.spread(PARTITIONS, PARTITIONS), List.of("derain"), Crops.png(20, 1), 1);
    for (int i = 0; i < FRAMES; i++) {
      Frame frame = series.get();
      if (i == DEADLY) {
        traffic.send(
            new Frame(i, frame.key(), HangingModel.DEADLY.id(), frame.picture()),
            ROUTE.deadLetters());
      } else {
        traffic.send(frame);
      }
    }
  }

  /** Starts the stage and waits until it stops by itself or has nothing left to do. */
  private boolean restoresAll(Traffic traffic, String servers) throws Exception {
    TopologyDefinition definition =
        TopologyFile.read(
            ROUTE.write(
                folder, DEADLINE, "kafka: { state.dir: %s }%n".formatted(folder.resolve("state"))));
    TopologyDefinition.Restore restore = definition.restore();
    try (Restorers restorers =
            Restorers.open(
                definition.models(),
                name -> new HangingModel(endOfTest),
                restore.batch(),
                1,
                restore.limits());
        Stage stage = Stage.start(definition, restorers, Stores.open(Map.of()), servers, "one")) {
      traffic.until("an end", () -> stage.failure().isPresent() || traffic.came() == FRAMES);
      if (stage.failure().isEmpty()) {
        return true;
      }
      assertThatThrownBy(stage::awaitStop)
          .isInstanceOf(StageException.class)
          .hasMessageContaining("the model hangs");
      return false;
    }
  }

  private void see(Outcome outcome) {
    if (outcome.topic().equals(ROUTE.deadLetters())) {
      letter = outcome;
    }
  }

  /** Gives every tile back as it is, and never comes back from those of one task. */
  private static final class HangingModel extends DecoratedModel {
    static final Task DEADLY = Task.of("denoise-30");

    private final CountDownLatch released;
    private volatile boolean hangs;

    HangingModel(CountDownLatch released) {
      super(new IdentityModel(96, List.of(new Task.Derain(), DEADLY)));
      this.released = released;
    }

    @Override
    public List<Image> restore(Task task, List<Image> tiles) {
      if (task.equals(DEADLY)) {
        hangs = true;
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new ModelException("interrupted in the device", e);
        }
      }
      return super.restore(task, tiles);
    }

    @Override
    public void close() {
      assertThat(hangs).as("closed while a batch is in it").isFalse();
      super.close();
    }
  }
}

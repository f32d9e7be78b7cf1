package io.iptstreams.bench;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What the stage can carry when restoring costs nothing: frames of 256 KiB that pass as they are,
 * exactly once, beside the broker alone, turn by turn in one run.
 *
 * <ul>
 *   <li><i>broker</i>: through one topic.
 *   <li><i>relay</i>: through two topics and a {@link Relay}, which does with the same bytes what a
 *       stage cannot avoid, and nothing of what makes it exactly once.
 *   <li><i>stream</i>: through two topics and the stage.
 *   <li><i>backlog</i>: the same for frames that wait on the source. Whoever sends them is done,
 *       and each byte is written once while it is measured, as with the broker alone.
 * </ul>
 *
 * <p>All count until the last frame is read by a consumer of committed records: a backlog from the
 * moment its frames can be seen, the others from before the first is sent.
 */
public final class TransportBenchmark {
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 5;
  private static final int STREAMS = 4;
  private static final int FRAME_BYTES = 256 << 10;
  private static final String DIRECT = "bench.direct";
  private static final String RELAYED = "bench.relayed";
  private static final String COPIES = "bench.copies";

  /** Nothing is restored, but a stage names a model. */
  private static final TopologyDefinition.Restore NO_WORK =
      new TopologyDefinition.Restore(
          "identity", 1, new BatchPolicy(1, Duration.ZERO), Limits.forCallers(STREAMS));

  private TransportBenchmark() {}

  /**
   * What was measured. The rates are of the round whose ratio is the median.
   *
   * @param frames that were sent through the stage, those to warm up included
   * @param brokerMegabytesPerSecond 10⁶ bytes of frames through one topic
   * @param relayMegabytesPerSecond the same through two topics and a relay
   * @param streamMegabytesPerSecond the same through two topics and the stage
   * @param backlogMegabytesPerSecond the same for frames that wait on the source
   * @param latency of the stage at half its rate
   * @param lost frames without an outcome
   * @param duplicated outcomes beyond one a frame
   */
  public record Result(
      int frames,
      double brokerMegabytesPerSecond,
      double relayMegabytesPerSecond,
      double streamMegabytesPerSecond,
      double backlogMegabytesPerSecond,
      Latency latency,
      int lost,
      long duplicated) {

    /** What of the broker's rate the stage reaches, 0 to 1. */
    public double ratio() {
      return streamMegabytesPerSecond / brokerMegabytesPerSecond;
    }

    /** What of the broker's rate the stage reaches with frames that wait for it. */
    public double backlogRatio() {
      return backlogMegabytesPerSecond / brokerMegabytesPerSecond;
    }

    /** Of the stage. */
    public double framesPerSecond() {
      return streamMegabytesPerSecond * 1e6 / FRAME_BYTES;
    }
  }

  /** Frames a second of each in its turn. */
  private record Round(double direct, double relay, double stream, double backlog) {
    double ratio() {
      return stream / direct;
    }
  }

  /**
   * Measures for some seconds, with some gigabytes in the temporary folder.
   *
   * @param frames in each turn, at least 4
   * @throws BenchmarkException if frames cannot be sent
   * @throws io.iptstreams.stream.StageException if the stage stops
   */
  public static Result run(int frames) throws InterruptedException {
    byte[] frame = new byte[FRAME_BYTES];
    new Random(1).nextBytes(frame);
    try (TemporaryBroker broker = TemporaryBroker.open()) {
      broker.create(List.of(DIRECT, RELAYED, COPIES), STREAMS);
      BenchedStage.createTopics(broker, STREAMS);
      try (Passage direct = passage(broker, DIRECT, List.of(DIRECT), frame);
          Passage relayed = passage(broker, RELAYED, List.of(COPIES), frame);
          Passage staged = passage(broker, BenchedStage.SOURCE, BenchedStage.OUTLETS, frame)) {
        Round median;
        Latency latency;
        try (Relay relay = Relay.start(broker.bootstrapServers(), RELAYED, COPIES, STREAMS);
            Restorers restorers = restorers();
            BenchedStage stage =
                BenchedStage.start(
                    broker,
                    restorers,
                    NO_WORK,
                    new TagRule.Pass(),
                    STREAMS,
                    Workload.FEW_COMMITS)) {
          median =
              median(
                  () ->
                      new Round(
                          frames / direct.flood(frames, () -> {}),
                          frames / relayed.flood(frames, relay::requireHealth),
                          frames / staged.flood(frames, stage::requireHealth),
                          frames / staged.backlog(frames, stage::requireHealth)));
          latency = staged.paced(frames, median.stream() / 2, stage::requireHealth);
        }
        staged.drain();
        return new Result(
            staged.sent(),
            median.direct() * FRAME_BYTES / 1e6,
            median.relay() * FRAME_BYTES / 1e6,
            median.stream() * FRAME_BYTES / 1e6,
            median.backlog() * FRAME_BYTES / 1e6,
            latency,
            staged.lost(),
            staged.duplicated());
      }
    }
  }

  private static Passage passage(
      TemporaryBroker broker, String source, List<String> outlets, byte[] frame) {
    return Passage.open(broker.bootstrapServers(), source, outlets, STREAMS, number -> frame);
  }

  private static Restorers restorers() {
    return Restorers.open(
        List.of(NO_WORK.model()),
        name -> new IdentityModel(96, List.of(new Task.Derain())),
        NO_WORK.batch(),
        NO_WORK.workers(),
        NO_WORK.limits());
  }

  /** A turn of each. */
  @FunctionalInterface
  private interface Turns {
    Round take() throws InterruptedException;
  }

  private static Round median(Turns turns) throws InterruptedException {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
      rounds.add(turns.take());
    }
    rounds.subList(0, WARM_UPS).clear();
    rounds.sort(Comparator.comparingDouble(Round::ratio));
    return rounds.get(ROUNDS / 2);
  }
}

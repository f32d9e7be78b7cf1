package io.iptstreams.bench;

import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Spectator;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.web.LivePage;
import io.iptstreams.web.StageVitals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A stage that treats all frames alike, from one topic to another, each partition on a thread. */
final class BenchedStage implements AutoCloseable {
  static final String SOURCE = "bench.frames";

  private static final String SINK = "bench.restored";
  private static final String DEAD_LETTERS = "bench.dead";

  /** The topics that outcomes come from. */
  static final List<String> OUTLETS = List.of(SINK, DEAD_LETTERS);

  private final TopologyDefinition topology;
  private final Stage stage;

  private BenchedStage(TopologyDefinition topology, Stage stage) {
    this.topology = topology;
    this.stage = stage;
  }

  /** Makes the topics, before any passage reads them. */
  static void createTopics(TemporaryBroker broker, int partitions) throws InterruptedException {
    broker.create(List.of(SOURCE, SINK, DEAD_LETTERS), partitions);
  }

  /**
   * Starts it.
   *
   * @param verdict on every frame
   * @param kafka settings of the topology file
   * @param spectators of its frames
   */
  static BenchedStage start(
      TemporaryBroker broker,
      Restorers restorers,
      TopologyDefinition.Restore restore,
      TagRule.Verdict verdict,
      int threads,
      Map<String, String> kafka,
      Spectator... spectators) {
    Map<String, String> settings = new HashMap<>(kafka);
    settings.put("state.dir", broker.folder().resolve("state").toString());
    TopologyDefinition topology =
        new TopologyDefinition(
            "bench",
            List.of(new TopologyDefinition.Source(SOURCE, Optional.empty())),
            List.of(new TagRule(new TagRule.Always(), verdict)),
            restore,
            Map.of(),
            Optional.empty(),
            SINK,
            Optional.empty(),
            DEAD_LETTERS,
            Optional.empty(),
            OptionalInt.of(threads),
            settings);
    return new BenchedStage(
        topology,
        Stage.start(
            topology,
            restorers,
            Stores.open(Map.of()),
            broker.bootstrapServers(),
            "bench",
            spectators));
  }

  /** Has a page show it. */
  void showOn(LivePage page, Restorers restorers) {
    page.show(new StageVitals(topology, stage, restorers, () -> true), stage);
  }

  /**
   * Whether there is a point in waiting for more outcomes.
   *
   * @throws BenchmarkException if a frame became a dead letter
   * @throws io.iptstreams.stream.StageException if the stage has stopped
   */
  void requireHealth() {
    if (stage.failure().isPresent()) {
      throw stage.failure().get();
    }
    if (stage.outcomes().latestDeadLetter().isPresent()) {
      throw new BenchmarkException(
          "a frame became a dead letter: " + stage.outcomes().latestDeadLetter().get().reason());
    }
  }

  @Override
  public void close() {
    stage.close();
  }
}

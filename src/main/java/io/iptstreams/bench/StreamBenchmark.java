package io.iptstreams.bench;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.image.Image;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.task.Task;
import io.iptstreams.tiling.TilePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stage through a broker of its own, exactly once, beside the engine alone, turn by turn in one
 * run: other work on the machine slows both, so their ratio stands.
 *
 * <ul>
 *   <li><i>engine</i>: the tiles of the same frames, cut beforehand, through the model in full
 *       batches, one thread a worker. No decoding, cutting, stitching or encoding.
 *   <li><i>corridor</i>: the same PNG files to PNG files, with as many callers as the stage has
 *       threads. No Kafka.
 *   <li><i>stream</i>: from before the first frame is sent to a topic until the last result is read
 *       by a consumer of committed records. Whoever sends and whoever reads run on the same
 *       processors.
 * </ul>
 *
 * <p>All three count the pixels of the frames, not of the tiles, which overlap.
 */
public final class StreamBenchmark {
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;

  private final RestorationModel model;
  private final Restorers restorers;
  private final Workload workload;
  private final Task task;
  private final Limits limits;
  private final TilePlan plan;
  private final DrawnFrames frames;
  private final List<Image> tiles;

  private StreamBenchmark(RestorationModel model, Restorers restorers, Workload workload) {
    this.model = model;
    this.restorers = restorers;
    this.workload = workload;
    this.task = model.tasks().abilities().get(0).example();
    this.limits = Limits.forCallers(workload.streams());
    this.plan = limits.tiling().plan(workload.height(), workload.width(), model.tile());
    this.frames = DrawnFrames.draw(workload.height(), workload.width());
    this.tiles = frames.tiles(plan);
  }

  /**
   * What was measured. The rates are of the round whose ratio is the median.
   *
   * @param frames that were sent, those to warm up included
   * @param framesPerSecond of the stream
   * @param engineMegapixelsPerSecond of the model alone
   * @param corridorMegapixelsPerSecond of files to files without Kafka
   * @param streamMegapixelsPerSecond of the stage
   * @param batchFill tiles in a batch by the largest number of tiles, in the stage at full load
   * @param batchMillis time that the engine takes for a full batch while all workers are busy
   * @param latency at half of {@code framesPerSecond}, from the making of a frame to its committed
   *     result
   * @param lost frames without an outcome
   * @param duplicated outcomes beyond one a frame
   */
  public record Result(
      int frames,
      double framesPerSecond,
      double engineMegapixelsPerSecond,
      double corridorMegapixelsPerSecond,
      double streamMegapixelsPerSecond,
      double batchFill,
      double batchMillis,
      Latency latency,
      int lost,
      long duplicated) {

    /** What of the engine's rate the stage reaches, 0 to 1. */
    public double ratio() {
      return streamMegapixelsPerSecond / engineMegapixelsPerSecond;
    }
  }

  /** Frames a second of each in its turn; batches and tiles of the stage in its own. */
  private record Round(double engine, double corridor, double stream, long batches, long tiles) {
    double ratio() {
      return stream / engine;
    }
  }

  /**
   * What came of all rounds.
   *
   * @param median the round whose ratio is the median
   * @param batchFill of all rounds together
   * @param latency at half of what the median reached
   */
  private record Figures(Round median, double batchFill, Latency latency) {}

  /**
   * Measures the first task of a model, for a minute or two.
   *
   * @param model closed at the end
   * @throws BenchmarkException if frames become dead letters or cannot be sent
   * @throws io.iptstreams.stream.StageException if the stage stops
   */
  public static Result run(RestorationModel model, Workload workload) throws InterruptedException {
    try (Restorers restorers =
        Restorers.open(
            List.of(model.name()),
            name -> model,
            workload.batch(),
            workload.workers(),
            Limits.forCallers(workload.streams()))) {
      return new StreamBenchmark(model, restorers, workload).run();
    }
  }

  private Result run() throws InterruptedException {
    try (TemporaryBroker broker = TemporaryBroker.open()) {
      BenchedStage.createTopics(broker, workload.streams());
      try (Passage passage =
          Passage.open(
              broker.bootstrapServers(),
              BenchedStage.SOURCE,
              BenchedStage.OUTLETS,
              workload.streams(),
              frames::file)) {
        Figures figures = figures(broker, passage);
        passage.drain();
        return result(figures, passage);
      }
    }
  }

  private Figures figures(TemporaryBroker broker, Passage passage) throws InterruptedException {
    try (BenchedStage stage =
            BenchedStage.start(
                broker,
                restorers,
                new TopologyDefinition.Restore(
                    model.name(), workload.workers(), workload.batch(), limits),
                new TagRule.Restore(task.id()),
                workload.streams(),
                workload.kafka());
        Restorer corridor = Restorer.open(model, workload.batch(), workload.workers(), limits)) {
      List<Round> rounds = new ArrayList<>();
      for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
        rounds.add(round(corridor, stage, passage));
      }
      rounds.subList(0, WARM_UPS).clear();
      rounds.sort(Comparator.comparingDouble(Round::ratio));
      Round median = rounds.get(ROUNDS / 2);
      double batches = rounds.stream().mapToLong(Round::batches).sum();
      long tiles = rounds.stream().mapToLong(Round::tiles).sum();
      return new Figures(
          median,
          tiles / batches / workload.batch().maxSize(),
          passage.paced(workload.frames(), median.stream() / 2, stage::requireHealth));
    }
  }

  private Round round(Restorer corridor, BenchedStage stage, Passage passage)
      throws InterruptedException {
    double engine = engineSeconds();
    double alone = corridorSeconds(corridor);
    BatchCounts before = restorers.counts();
    double stream = passage.flood(workload.frames(), stage::requireHealth);
    BatchCounts after = restorers.counts();
    return new Round(
        workload.frames() / engine,
        workload.frames() / alone,
        workload.frames() / stream,
        after.calls() - before.calls(),
        after.items() - before.items());
  }

  /** The time of the model alone for the tiles of all frames of a turn. */
  private double engineSeconds() throws InterruptedException {
    int size = workload.batch().maxSize();
    int wanted = workload.frames() * plan.count();
    return Crew.seconds(
        workload.workers(),
        (wanted + size - 1) / size,
        batch -> {
          List<Image> own = new ArrayList<>();
          for (int i = batch * size; i < Math.min(wanted, (batch + 1) * size); i++) {
            own.add(tiles.get(i % tiles.size()));
          }
          model.restore(task, own);
        });
  }

  private double corridorSeconds(Restorer corridor) throws InterruptedException {
    return Crew.seconds(
        workload.streams(),
        workload.frames(),
        number -> corridor.restore(frames.file(number), List.of(task)));
  }

  private Result result(Figures figures, Passage passage) {
    double megapixels = (double) workload.height() * workload.width() / 1e6;
    Round median = figures.median();
    double tilesPerSecond = median.engine() * plan.count();
    return new Result(
        passage.sent(),
        median.stream(),
        median.engine() * megapixels,
        median.corridor() * megapixels,
        median.stream() * megapixels,
        figures.batchFill(),
        1e3 * workload.workers() * workload.batch().maxSize() / tilesPerSecond,
        figures.latency(),
        passage.lost(),
        passage.duplicated());
  }
}

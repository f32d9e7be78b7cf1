package io.iptstreams.bench;

import io.iptstreams.image.FileCodec;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.web.LivePage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the live page takes from a stage: frames while many browsers look on beside frames while
 * nobody does, turn by turn in one run. The browsers run on the same processors, so what they take
 * themselves counts as well.
 */
public final class WatchedBenchmark {
  private static final int WARM_UPS = 1;
  private static final int ROUNDS = 5;

  private WatchedBenchmark() {}

  /**
   * What was measured. The rates are of the round whose ratio is the median.
   *
   * @param frames that were sent, those to warm up included
   * @param aloneFramesPerSecond while nobody looks
   * @param watchedFramesPerSecond while all browsers look
   * @param newsPerSecond that one browser was told, in the mean
   * @param picturesPerSecond that all browsers fetched together
   * @param lost frames without an outcome
   * @param duplicated outcomes beyond one a frame
   */
  public record Result(
      int frames,
      double aloneFramesPerSecond,
      double watchedFramesPerSecond,
      double newsPerSecond,
      double picturesPerSecond,
      int lost,
      long duplicated) {

    /** What is left of the rate when all look, 0 to 1. */
    public double ratio() {
      return watchedFramesPerSecond / aloneFramesPerSecond;
    }
  }

  /** Frames a second in each turn, and news and pictures a second of all browsers. */
  private record Round(double alone, double watched, double news, double pictures) {
    double ratio() {
      return watched / alone;
    }
  }

  /**
   * Measures the first task of a model, for a minute or two.
   *
   * @param model closed at the end
   * @throws BenchmarkException if frames become dead letters or cannot be sent
   */
  public static Result run(RestorationModel model, Workload workload, int browsers)
      throws InterruptedException {
    Limits limits = Limits.forCallers(workload.streams());
    String task = model.tasks().abilities().get(0).example().id();
    DrawnFrames frames = DrawnFrames.draw(workload.height(), workload.width());
    try (Restorers restorers =
            Restorers.open(
                List.of(model.name()),
                name -> model,
                workload.batch(),
                workload.workers(),
                limits);
        TemporaryBroker broker = TemporaryBroker.open();
        LivePage page = LivePage.open("127.0.0.1", 0, FileCodec.withoutWebp())) {
      BenchedStage.createTopics(broker, workload.streams());
      try (Passage passage =
          Passage.open(
              broker.bootstrapServers(),
              BenchedStage.SOURCE,
              BenchedStage.OUTLETS,
              workload.streams(),
              frames::file)) {
        Round median;
        try (BenchedStage stage =
            BenchedStage.start(
                broker,
                restorers,
                new TopologyDefinition.Restore(
                    model.name(), workload.workers(), workload.batch(), limits),
                new TagRule.Restore(task),
                workload.streams(),
                workload.kafka(),
                page)) {
          stage.showOn(page, restorers);
          median = median(page, passage, stage, workload.frames(), browsers);
        }
        passage.drain();
        return new Result(
            passage.sent(),
            median.alone(),
            median.watched(),
            median.news() / browsers,
            median.pictures(),
            passage.lost(),
            passage.duplicated());
      }
    }
  }

  private static Round median(
      LivePage page, Passage passage, BenchedStage stage, int frames, int browsers)
      throws InterruptedException {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
      double alone = passage.flood(frames, stage::requireHealth);
      try (Onlookers onlookers = Onlookers.open(page.address(), browsers)) {
        long news = onlookers.news();
        long pictures = onlookers.pictures();
        double watched = passage.flood(frames, stage::requireHealth);
        rounds.add(
            new Round(
                frames / alone,
                frames / watched,
                (onlookers.news() - news) / watched,
                (onlookers.pictures() - pictures) / watched));
      }
    }
    rounds.subList(0, WARM_UPS).clear();
    rounds.sort(Comparator.comparingDouble(Round::ratio));
    return rounds.get(ROUNDS / 2);
  }
}

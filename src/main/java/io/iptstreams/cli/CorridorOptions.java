package io.iptstreams.cli;

import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import io.iptstreams.tiling.Tiling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which model restores, and how its tiles are cut. */
final class CorridorOptions {
  /** The published tilings restore every pixel up to fifteen times, and nobody waits in a queue. */
  private static final Duration PUBLISHED_DEADLINE = Duration.ofHours(12);

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "ipt-nano",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder (${DEFAULT-VALUE})")
  private String model;

  @Option(
      names = "--overlap",
      paramLabel = "PX",
      defaultValue = "12",
      description = "pixels that neighbouring tiles share (${DEFAULT-VALUE})")
  private int overlap;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      completionCandidates = Candidates.Devices.class,
      description = "where the model runs (${DEFAULT-VALUE})")
  private DeviceChoice device;

  @Option(
      names = "--tiling",
      paramLabel = "feathered|official|mindspore",
      defaultValue = "feathered",
      completionCandidates = Candidates.Tilings.class,
      description =
          "how tiles are cut and joined (${DEFAULT-VALUE}); the other two are the published rules,"
              + " which ignore --overlap")
  private Rule tiling;

  @Option(
      names = "--self-ensemble",
      description = "restore in all eight orientations and take the mean, for eight times the work")
  private boolean selfEnsemble;

  /** The tilings that can be asked for by name. */
  enum Rule {
    FEATHERED,
    OFFICIAL,
    MINDSPORE
  }

  int overlap() {
    return overlap;
  }

  Limits limits() {
    return limits(1);
  }

  /**
   * @param callers that restore pictures at once
   */
  Limits limits(int callers) {
    if (overlap < 0) {
      throw new UsageException("--overlap must not be negative, got " + overlap);
    }
    Limits defaults = Limits.forCallers(callers);
    return new Limits(
        defaults.maxPixels(),
        tiling(),
        selfEnsemble,
        tiling == Rule.FEATHERED ? defaults.deadline() : PUBLISHED_DEADLINE);
  }

  private Tiling tiling() {
    return switch (tiling) {
      case FEATHERED -> new Tiling.Feathered(overlap);
      case OFFICIAL -> new Tiling.Official();
      case MINDSPORE -> new Tiling.MindSpore();
    };
  }

  /** What is not as usual, by name, for reports. */
  Map<String, String> departures() {
    Map<String, String> departures = new LinkedHashMap<>();
    if (tiling != Rule.FEATHERED) {
      departures.put("tiling", tiling().name());
    }
    if (selfEnsemble) {
      departures.put("selfEnsemble", "true");
    }
    return departures;
  }

  /** How tiles are cut and put together, and what comes on top, for people. */
  List<String> way() {
    List<String> way = new ArrayList<>();
    way.add(tiling == Rule.FEATHERED ? "overlap " + overlap : tiling().name() + " tiling");
    if (selfEnsemble) {
      way.add("self-ensemble");
    }
    return way;
  }

  Pipeline open() {
    return open(limits());
  }

  Pipeline open(Limits limits) {
    return Pipeline.open(model, device, limits);
  }
}

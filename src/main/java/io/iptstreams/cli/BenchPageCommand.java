package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.bench.WatchedBenchmark;
import io.iptstreams.bench.Workload;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What being looked at costs the stage. */
@Command(
    name = "page",
    description =
        "The stage while browsers look at its live page, beside the same while nobody does, in one"
            + " run; the browsers run on the same processors.",
    mixinStandardHelpOptions = true)
final class BenchPageCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 1;
  private static final int MOST_FRAMES = 100_000;
  private static final int MOST_BROWSERS = 250;

  @Option(
      names = "--browsers",
      paramLabel = "N",
      defaultValue = "200",
      description = "that look at once (${DEFAULT-VALUE})")
  private int browsers;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "48",
      description = "frames of 640 x 360 in each turn (${DEFAULT-VALUE})")
  private int frames;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (browsers < 1 || browsers > MOST_BROWSERS) {
      throw new UsageException("--browsers must be 1 to " + MOST_BROWSERS + ", got " + browsers);
    }
    if (frames < 8 || frames > MOST_FRAMES) {
      throw new UsageException("--frames must be 8 to " + MOST_FRAMES + ", got " + frames);
    }
    return Measuring.untilCtrlC(spec, this::measure);
  }

  private int measure() throws InterruptedException {
    IptModel model = IptModel.open(ModelFolder.open("ipt-nano"), DeviceChoice.AUTO);
    WatchedBenchmark.Result result;
    try (Measuring telling =
        Measuring.open("measuring the stage, which takes minutes", Terminal.of(spec))) {
      telling.start();
      result = WatchedBenchmark.run(model, Workload.videos(frames), browsers);
    }
    spec.commandLine().getOut().println(json ? object(model, result) : text(model, result));
    return result.lost() == 0 && result.duplicated() == 0 ? 0 : INCOMPLETE;
  }

  private ObjectNode object(IptModel model, WatchedBenchmark.Result result) {
    return new ObjectMapper()
        .createObjectNode()
        .put("model", model.name())
        .put("device", model.device())
        .put("browsers", browsers)
        .put("frames", result.frames())
        .put("aloneFramesPerSecond", result.aloneFramesPerSecond())
        .put("watchedFramesPerSecond", result.watchedFramesPerSecond())
        .put("ratio", result.ratio())
        .put("newsPerSecond", result.newsPerSecond())
        .put("picturesPerSecond", result.picturesPerSecond())
        .put("lost", result.lost())
        .put("duplicated", result.duplicated());
  }

  private String text(IptModel model, WatchedBenchmark.Result result) {
    return String.format(
        Locale.ROOT,
        "%s on %s: %.1f frames/s while nobody looks, %.1f while %d browsers do: %.1f %%%n"
            + "each was told the news %.2f times a second; together they fetched %.0f pictures/s%n"
            + "%d frames sent, %d lost, %d duplicated",
        model.name(),
        model.place(),
        result.aloneFramesPerSecond(),
        result.watchedFramesPerSecond(),
        browsers,
        100 * result.ratio(),
        result.newsPerSecond(),
        result.picturesPerSecond(),
        result.frames(),
        result.lost(),
        result.duplicated());
  }
}

package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.bench.Latency;
import io.iptstreams.bench.StreamBenchmark;
import io.iptstreams.bench.TransportBenchmark;
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

/** The stage through a broker of its own, beside the engine or the broker alone. */
@Command(
    name = "stream",
    description =
        "The stage through a broker of its own, exactly once, beside the engine alone in the same run.",
    mixinStandardHelpOptions = true)
final class BenchStreamCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 1;
  private static final int MOST_FRAMES = 100_000;

  /** What is sent. */
  enum Scenario {
    FRAMES(96),
    LIVE(2000),
    BYTES(1000);

    /** In a turn: some seconds on two cores. */
    private final int frames;

    Scenario(int frames) {
      this.frames = frames;
    }
  }

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "ipt-nano",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder (${DEFAULT-VALUE})")
  private String model;

  @Option(
      names = "--scenario",
      paramLabel = "frames|live|bytes",
      defaultValue = "frames",
      completionCandidates = Candidates.Scenarios.class,
      description =
          "frames: four streams of 640 x 360; live: eight of 96 x 96, committed often; bytes: frames"
              + " of 256 KiB that pass unrestored, beside the broker alone (${DEFAULT-VALUE})")
  private Scenario scenario;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "frames in each turn (96, live 2000, bytes 1000)")
  private Integer frames;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    int inTurn = frames == null ? scenario.frames : frames;
    if (inTurn < 8 || inTurn > MOST_FRAMES) {
      throw new UsageException("--frames must be 8 to " + MOST_FRAMES + ", got " + inTurn);
    }
    return Measuring.untilCtrlC(
        spec, () -> scenario == Scenario.BYTES ? transport(inTurn) : restoration(inTurn));
  }

  private int restoration(int inTurn) throws InterruptedException {
    Workload workload =
        scenario == Scenario.FRAMES ? Workload.videos(inTurn) : Workload.live(inTurn);
    IptModel opened = IptModel.open(ModelFolder.open(model), DeviceChoice.AUTO);
    StreamBenchmark.Result result;
    try (Measuring telling = measuring("a minute or two")) {
      telling.start();
      result = StreamBenchmark.run(opened, workload);
    }
    say(
        json
            ? object(opened, workload, result)
            : StreamText.of(opened.name() + " on " + opened.place(), workload, result));
    return status(result.lost(), result.duplicated());
  }

  private int transport(int inTurn) throws InterruptedException {
    TransportBenchmark.Result result;
    try (Measuring telling = measuring("half a minute")) {
      telling.start();
      result = TransportBenchmark.run(inTurn);
    }
    say(json ? object(result) : StreamText.of(result));
    return status(result.lost(), result.duplicated());
  }

  private Measuring measuring(String usually) {
    String words = "measuring the stage, which takes " + usually;
    return Measuring.open(words, Terminal.of(spec));
  }

  private static int status(int lost, long duplicated) {
    return lost == 0 && duplicated == 0 ? 0 : INCOMPLETE;
  }

  private void say(Object answer) {
    spec.commandLine().getOut().println(answer);
  }

  private ObjectNode object(IptModel measured, Workload workload, StreamBenchmark.Result result) {
    ObjectNode object =
        new ObjectMapper()
            .createObjectNode()
            .put("scenario", scenario.name().toLowerCase(Locale.ROOT))
            .put("model", measured.name())
            .put("device", measured.device())
            .put("precision", measured.precision().title())
            .put("threads", workload.workers())
            .put("frames", result.frames())
            .put("framesPerSecond", result.framesPerSecond())
            .put("engineMegapixelsPerSecond", result.engineMegapixelsPerSecond())
            .put("corridorMegapixelsPerSecond", result.corridorMegapixelsPerSecond())
            .put("streamMegapixelsPerSecond", result.streamMegapixelsPerSecond())
            .put("ratio", result.ratio())
            .put("batchFill", result.batchFill())
            .put("batchMs", result.batchMillis());
    return outcomes(object, result.latency(), result.lost(), result.duplicated());
  }

  private static ObjectNode object(TransportBenchmark.Result result) {
    ObjectNode object =
        new ObjectMapper()
            .createObjectNode()
            .put("scenario", "bytes")
            .put("frames", result.frames())
            .put("framesPerSecond", result.framesPerSecond())
            .put("brokerMegabytesPerSecond", result.brokerMegabytesPerSecond())
            .put("relayMegabytesPerSecond", result.relayMegabytesPerSecond())
            .put("streamMegabytesPerSecond", result.streamMegabytesPerSecond())
            .put("ratio", result.ratio())
            .put("backlogMegabytesPerSecond", result.backlogMegabytesPerSecond())
            .put("backlogRatio", result.backlogRatio());
    return outcomes(object, result.latency(), result.lost(), result.duplicated());
  }

  private static ObjectNode outcomes(
      ObjectNode object, Latency latency, int lost, long duplicated) {
    object
        .putObject("latencyMs")
        .put("p50", latency.p50())
        .put("p95", latency.p95())
        .put("p99", latency.p99());
    return object.put("lost", lost).put("duplicated", duplicated);
  }
}

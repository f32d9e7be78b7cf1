package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.bench.VideoBenchmark;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What reading and writing a video cost. */
@Command(
    name = "video",
    description =
        "A video restored from file to file, beside the same frames from memory to nowhere, in one"
            + " run.",
    mixinStandardHelpOptions = true)
final class BenchVideoCommand implements Callable<Integer> {
  private static final int MOST_FRAMES = 1000;

  @Parameters(paramLabel = "FILE", description = "a video")
  private Path input;

  @Option(
      names = "--task",
      paramLabel = "T",
      defaultValue = "denoise-15",
      completionCandidates = Candidates.Tasks.class,
      description = "what to undo (${DEFAULT-VALUE})")
  private String task;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "ipt-nano",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder (${DEFAULT-VALUE})")
  private String model;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "24",
      description = "in each turn, all in memory (${DEFAULT-VALUE})")
  private int frames;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    InputFile.require(input);
    if (frames < 4 || frames > MOST_FRAMES) {
      throw new UsageException("--frames must be 4 to " + MOST_FRAMES + ", got " + frames);
    }
    return Measuring.untilCtrlC(spec, this::measure);
  }

  private int measure() throws IOException, InterruptedException {
    try (Pipeline pipeline = Pipeline.open(model, DeviceChoice.AUTO, Limits.defaults());
        Measuring telling =
            Measuring.open("measuring reading and writing, a minute or two", Terminal.of(spec))) {
      telling.start();
      VideoBenchmark.Result result =
          new VideoBenchmark(
                  pipeline.restorer(), pipeline.task(task), VideoRestoration.AT_ONCE, input, frames)
              .run();
      spec.commandLine().getOut().println(json ? object(result) : text(result));
      return 0;
    }
  }

  private static ObjectNode object(VideoBenchmark.Result result) {
    return new ObjectMapper()
        .createObjectNode()
        .put("width", result.width())
        .put("height", result.height())
        .put("frames", result.frames())
        .put("memoryFramesPerSecond", result.memoryFramesPerSecond())
        .put("fileFramesPerSecond", result.fileFramesPerSecond())
        .put("share", result.share());
  }

  private static String text(VideoBenchmark.Result result) {
    return String.format(
        Locale.ROOT,
        "%d x %d: %.2f frames/s from file to file, %.2f from memory to nowhere: reading and writing"
            + " take %.1f %% of the time",
        result.width(),
        result.height(),
        result.fileFramesPerSecond(),
        result.memoryFramesPerSecond(),
        100 * result.share());
  }
}

package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.model.EngineBenchmark;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures speed. */
@Command(
    name = "bench",
    description = "Measures speed.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchCommand.Engine.class,
      BenchStreamCommand.class,
      BenchPageCommand.class,
      BenchVideoCommand.class,
      BenchTrainCommand.class
    })
final class BenchCommand {

  /** The network alone, beside one large matrix product. */
  @Command(
      name = "engine",
      description = "Tiles a second, and the rate of one large matrix product in the same run.",
      mixinStandardHelpOptions = true)
  static final class Engine implements Callable<Integer> {
    @Option(
        names = "--model",
        paramLabel = "M",
        defaultValue = "ipt-nano",
        completionCandidates = Candidates.BenchModels.class,
        description =
            "bundled model, folder, or ipt-base: the paper's size with random weights (${DEFAULT-VALUE})")
    private String model;

    @Option(
        names = "--precision",
        paramLabel = "P",
        completionCandidates = Candidates.Precisions.class,
        description = "float32 or bfloat16 (what this processor is fastest in)")
    private Precision precision;

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "tiles restored at once (one a processor)")
    private Integer threads;

    @Option(
        names = "--batch",
        paramLabel = "N",
        defaultValue = "2",
        description = "tiles in a call (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--json", description = "one JSON object on standard output")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      return Measuring.untilCtrlC(spec, this::measure);
    }

    private int measure() throws InterruptedException {
      int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
      if (workers < 1 || workers > 1024 || batch < 1 || batch > 1024) {
        throw new UsageException(
            "--threads and --batch must be 1 to 1024, got " + workers + " and " + batch);
      }
      ModelFolder folder =
          model.equals(ModelFolder.BASE) ? ModelFolder.base() : ModelFolder.open(model);
      EngineBenchmark.Result result;
      try (Measuring telling =
          Measuring.open("measuring " + folder.card().name(), Terminal.of(spec))) {
        telling.start();
        result =
            EngineBenchmark.run(
                folder, precision == null ? Precision.fastest() : precision, workers, batch);
      }
      spec.commandLine().getOut().println(json ? object(folder, result) : line(folder, result));
      return 0;
    }

    private static Object object(ModelFolder folder, EngineBenchmark.Result result) {
      return new ObjectMapper()
          .createObjectNode()
          .put("model", folder.card().name())
          .put("device", "cpu")
          .put("precision", result.precision())
          .put("threads", result.threads())
          .put("tilesPerSecond", result.tilesPerSecond())
          .put("megapixelsPerSecond", result.megapixelsPerSecond())
          .put("gflops", result.gflops())
          .put("matmulGflops", result.matmulGflops());
    }

    private static String line(ModelFolder folder, EngineBenchmark.Result result) {
      return String.format(
          Locale.ROOT,
          "%s on cpu, %s, %d threads: %.2f tiles/s of %d pixels, %.3f Mpixel/s, %.0f GFLOP/s; one large matrix product: %.0f GFLOP/s; share %.0f %%",
          folder.card().name(),
          result.precision(),
          result.threads(),
          result.tilesPerSecond(),
          folder.card().tile(),
          result.megapixelsPerSecond(),
          result.gflops(),
          result.matmulGflops(),
          100 * result.gflops() / result.matmulGflops());
    }
  }
}

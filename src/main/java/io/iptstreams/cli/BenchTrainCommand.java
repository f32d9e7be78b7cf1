package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.train.TrainingBenchmark;
import io.iptstreams.train.TrainingPlan;
import io.iptstreams.train.TrainingPlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The training of a plan, beside the engine that restores with the same network. */
@Command(
    name = "train",
    description = "Crops a second of a plan, and how many times its multiplications cost.",
    mixinStandardHelpOptions = true)
final class BenchTrainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PLAN.yaml")
  private Path planFile;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return Measuring.untilCtrlC(spec, this::measure);
  }

  private int measure() throws IOException, InterruptedException {
    InputFile.require(planFile);
    TrainingPlan plan = TrainingPlanFile.read(planFile).plan();
    TrainingBenchmark.Result result;
    try (Measuring telling = Measuring.open("measuring " + plan.name(), Terminal.of(spec))) {
      telling.start();
      result = TrainingBenchmark.run(plan);
    }
    spec.commandLine().getOut().println(json ? object(plan, result) : line(plan, result));
    return 0;
  }

  private static Object object(TrainingPlan plan, TrainingBenchmark.Result result) {
    return new ObjectMapper()
        .createObjectNode()
        .put("plan", plan.name())
        .put("device", "cpu")
        .put("precision", result.precision())
        .put("threads", result.threads())
        .put("cropsPerSecond", result.cropsPerSecond())
        .put("trainingGflops", result.trainingGflops())
        .put("engineGflops", result.engineGflops())
        .put("timesTheFloor", result.timesTheFloor())
        .put("waitingForData", result.waiting());
  }

  private static String line(TrainingPlan plan, TrainingBenchmark.Result result) {
    return String.format(
        Locale.ROOT,
        "%s on cpu, %s, %s: %.0f crops/s, %.0f GFLOP/s; the engine restores at %.0f"
            + " GFLOP/s, so a step takes %.2f times its multiplications; %.1f %% waiting for data",
        plan.name(),
        result.precision(),
        result.threads() == 1 ? "one thread" : result.threads() + " threads",
        result.cropsPerSecond(),
        result.trainingGflops(),
        result.engineGflops(),
        result.timesTheFloor(),
        100 * result.waiting());
  }
}

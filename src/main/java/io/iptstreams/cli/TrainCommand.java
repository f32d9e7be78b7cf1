package io.iptstreams.cli;

import io.iptstreams.train.Photographs;
import io.iptstreams.train.TrainingPlan;
import io.iptstreams.train.TrainingPlanFile;
import io.iptstreams.train.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model by a plan. */
@Command(
    name = "train",
    description = "Trains a model by a plan; writes a model folder.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  /** Ten years. */
  private static final long LONGEST_MINUTES = 5_256_000;

  private static final long LONGEST_SECONDS = 86_400;

  @Parameters(paramLabel = "PLAN.yaml")
  private Path planFile;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "folder of clean photographs, JPEG or PNG")
  private Path data;

  @Option(names = "--out", paramLabel = "DIR", description = "where the model goes (out/NAME)")
  private Path out;

  @Option(names = "--resume", description = "go on from the checkpoint in --out, if there is one")
  private boolean resume;

  @Option(
      names = "--max-minutes",
      paramLabel = "N",
      defaultValue = "525600",
      description = "end cleanly after so many minutes")
  private long maxMinutes;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how much work a crash may cost (${DEFAULT-VALUE}); 0 saves after every step")
  private long checkpointSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (maxMinutes < 1 || maxMinutes > LONGEST_MINUTES) {
      throw new UsageException(
          "--max-minutes must be 1 to " + LONGEST_MINUTES + ", got " + maxMinutes);
    }
    if (checkpointSeconds < 0 || checkpointSeconds > LONGEST_SECONDS) {
      throw new UsageException(
          "--checkpoint-every must be 0 to " + LONGEST_SECONDS + " s, got " + checkpointSeconds);
    }
    InputFile.require(planFile);
    TrainingPlan plan = TrainingPlanFile.read(planFile);
    Path folder = out == null ? Path.of("out", plan.name()) : out;
    boolean started = TrainingRun.canResume(folder);
    if (started && !resume) {
      throw new IllegalArgumentException(
          folder
              + " holds a checkpoint; go on from it with --resume or choose another folder with --out");
    }
    try (Photographs photographs =
        Photographs.open(data, plan.pictures(), TrainingRun.firstStep(folder), this::say)) {
      say(photographs.facts().get("pictures") + " photographs to train on");
      TrainingRun run =
          new TrainingRun(
              plan, photographs, folder, Duration.ofSeconds(checkpointSeconds), this::say);
      boolean finished = CtrlC.interrupts(() -> run.run(started, Duration.ofMinutes(maxMinutes)));
      say(
          finished
              ? "the plan is done: " + folder
              : "stopped early, go on with --resume: " + folder);
    }
    return 0;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}

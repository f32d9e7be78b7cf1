package io.iptstreams.cli;

import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.train.FolderLock;
import io.iptstreams.train.PictureSource;
import io.iptstreams.train.Pictures;
import io.iptstreams.train.Preview;
import io.iptstreams.train.TrainingDevice;
import io.iptstreams.train.TrainingPlan;
import io.iptstreams.train.TrainingPlanFile;
import io.iptstreams.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
      paramLabel = "DIR",
      description =
          "folder of clean photographs, JPEG or PNG; or the word dead-leaves for drawn ones"
              + " (default: data of the plan)")
  private String data;

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

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      completionCandidates = Candidates.Devices.class,
      description = "where it trains (${DEFAULT-VALUE})")
  private DeviceChoice choice;

  @Option(
      names = "--preview",
      paramLabel = "DIR",
      description = "train nothing; write pairs of spoiled and clean crops there, to look at")
  private Path preview;

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
    if (preview != null && (resume || out != null)) {
      throw new UsageException("--preview trains nothing; leave out --resume and --out");
    }
    InputFile.require(planFile);
    TrainingPlanFile file = TrainingPlanFile.read(planFile);
    PictureSource source = source(file);
    if (preview == null) {
      train(file.plan(), source);
    } else {
      preview(file.plan(), source);
    }
    return 0;
  }

  private PictureSource source(TrainingPlanFile file) {
    return Optional.ofNullable(data)
        .map(words -> PictureSource.of(words, Path.of("")))
        .or(file::data)
        .orElseThrow(
            () ->
                new UsageException(
                    "say what to learn from: --data DIR with clean photographs, --data dead-leaves,"
                        + " or data in "
                        + planFile));
  }

  private void preview(TrainingPlan plan, PictureSource source) throws IOException {
    try (Pictures pictures = source.open(plan.pictures(), 0, this::say)) {
      Preview.write(plan, pictures, preview).forEach(written -> say("written: " + written));
    }
  }

  private void train(TrainingPlan plan, PictureSource source) throws Exception {
    TrainingDevice device = TrainingDevice.of(plan, choice);
    Path folder = out == null ? Path.of("out", plan.name()) : out;
    try (FolderLock lock = FolderLock.take(folder)) {
      boolean started = TrainingRun.canResume(folder);
      requireFree(folder, started);
      int firstStep = TrainingRun.firstStep(folder);
      try (Pictures pictures = source.open(plan.pictures(), firstStep, this::say)) {
        say(words(pictures));
        boolean finished = CtrlC.interrupts(() -> train(plan, device, pictures, lock, started));
        say(
            finished
                ? "the plan is done: " + folder
                : "stopped early, go on with --resume: " + folder);
      }
    }
  }

  /** Closes the lock itself: after Ctrl-C the process ends with this. */
  private boolean train(
      TrainingPlan plan, TrainingDevice device, Pictures pictures, FolderLock lock, boolean started)
      throws IOException {
    Duration checkpointEvery = Duration.ofSeconds(checkpointSeconds);
    Terminal terminal = Terminal.of(spec);
    Consumer<String> passing = terminal.isInPlace() ? terminal::status : this::say;
    try (lock) {
      return new TrainingRun(plan, device, pictures, lock, checkpointEvery, this::say, passing)
          .run(started, Duration.ofMinutes(maxMinutes));
    } finally {
      terminal.status("");
    }
  }

  /** Nothing that took long to train is written over. */
  private void requireFree(Path folder, boolean started) {
    if (started && !resume) {
      throw new UsageException(
          folder
              + " holds a checkpoint; go on from it with --resume or choose another folder with"
              + " --out");
    }
    if (!started && ModelFolder.isIn(folder)) {
      throw new UsageException(
          folder
              + " holds a model, and no checkpoint to go on from; choose another folder with --out");
    }
  }

  private static String words(Pictures pictures) {
    Object count = pictures.facts().get("pictures");
    return count == null
        ? "learning from drawn pictures"
        : "learning from " + count + " photographs";
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}

package io.iptstreams.cli;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.demo.Demo;
import io.iptstreams.demo.DemoReport;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.StageTopics;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.web.LivePage;
import io.iptstreams.web.StageVitals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole stage at work on one clip, with nothing to set up. */
@Command(
    name = "demo",
    description =
        "Starts a broker, spoils a clip, sends it through the topics and measures what comes back.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 1;
  private static final double LONGEST_SECONDS = 86_400;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "clean video or picture (a clip drawn by the program)")
  private Path input;

  @Option(
      names = "--task",
      paramLabel = "T",
      defaultValue = "denoise-30",
      completionCandidates = Candidates.Tasks.class,
      description = "how to spoil it, and what to undo (${DEFAULT-VALUE})")
  private String task;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "ipt-nano",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder (${DEFAULT-VALUE})")
  private String model;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "where the results go (${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--seconds", paramLabel = "N", description = "at most so much of the clip")
  private Double seconds;

  @Option(
      names = "--exit",
      description =
          "end when the clip is through; otherwise the stage keeps running for frames of yours")
  private boolean exit;

  @Option(names = "--json", description = "what was measured, as one JSON object")
  private boolean json;

  @Mixin private PageOptions page;

  @Spec private CommandSpec spec;

  /** Name of the model, and where it runs and why. */
  private String place;

  @Override
  public Integer call() throws Exception {
    if (seconds != null && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new UsageException(
          "--seconds must be above 0 and at most " + LONGEST_SECONDS + ", got " + seconds);
    }
    return CtrlC.interrupts(this::show);
  }

  private int show() throws IOException {
    try (Restorers restorers =
        Restorers.open(
            List.of(model),
            this::model,
            Pipeline.BATCH,
            Runtime.getRuntime().availableProcessors(),
            Limits.defaults())) {
      Demo demo =
          new Demo(
              Optional.ofNullable(input),
              seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds),
              Pipeline.task(task, model, restorers.tasks(model)),
              out);
      demo.requireClip();
      Files.createDirectories(out);
      // A folder of its own: whatever else lies in the user's folder is not ours to delete.
      Path brokerFolder = Files.createTempDirectory(out, "broker-");
      try {
        return run(demo, restorers, brokerFolder);
      } finally {
        delete(brokerFolder);
      }
    }
  }

  private int run(Demo demo, Restorers restorers, Path brokerFolder) throws IOException {
    TopologyDefinition topology = topology();
    WorkTimes times = new WorkTimes();
    try (LivePage live = page.openAnyway();
        BrokerProcess broker = BrokerProcess.open(brokerFolder)) {
      say("broker on " + broker.bootstrapServers());
      StageTopics.create(topology, broker.bootstrapServers());
      try (Stage stage =
          Stage.start(
              topology,
              restorers,
              Stores.open(Map.of()),
              broker.bootstrapServers(),
              "demo",
              live,
              times)) {
        say("stage " + Demo.SOURCE + " to " + Demo.SINK + ", " + task + " with " + place);
        say("live page on " + live.address());
        live.show(new StageVitals(topology, stage, restorers, broker.handle()::isAlive), stage);
        DemoReport report;
        try (RunDisplay display = display(stage, restorers, times)) {
          display.start();
          report = demo.run(broker.bootstrapServers(), stage, live::measured);
        }
        tell(report);
        if (!exit) {
          say(
              "the stage goes on: send pictures to "
                  + Demo.SOURCE
                  + " with a header task; Ctrl-C ends it");
          try (RunDisplay display = display(stage, restorers, times)) {
            display.start();
            stage.awaitStop();
          }
        }
        return report.complete() ? 0 : INCOMPLETE;
      } catch (InterruptedException e) {
        return 0;
      }
    }
  }

  private RunDisplay display(Stage stage, Restorers restorers, WorkTimes times) {
    return RunDisplay.open(
        "demo", Pipeline.BATCH.maxSize(), stage, restorers, times, Terminal.of(spec));
  }

  private void tell(DemoReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DemoJson.of(report));
    } else {
      report.lines().forEach(out::println);
    }
  }

  private TopologyDefinition topology() {
    TopologyDefinition.Restore restore =
        new TopologyDefinition.Restore(
            model, Runtime.getRuntime().availableProcessors(), Pipeline.BATCH, Limits.defaults());
    TagRule everything = new TagRule(new TagRule.Always(), new TagRule.Restore(task));
    return TopologyDefinition.plain(
        "demo", Demo.SOURCE, List.of(everything), restore, Demo.SINK, "demo.dead");
  }

  private IptModel model(String name) {
    IptModel opened = IptModel.open(ModelFolder.open(name), DeviceChoice.AUTO);
    place = opened.name() + " on " + opened.place();
    return opened;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

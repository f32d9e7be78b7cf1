package io.iptstreams.cli;

import io.iptstreams.broker.BrokerException;
import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.broker.HangingTransactions;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Outcomes;
import io.iptstreams.stream.Spectator;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.StageException;
import io.iptstreams.stream.StageTopics;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import io.iptstreams.web.LivePage;
import io.iptstreams.web.StageVitals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a topology until Ctrl-C. */
@Command(
    name = "run",
    description = "Runs a topology until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String VERBOSE = "--verbose";

  @Parameters(paramLabel = "TOPOLOGY.yaml")
  private Path topology;

  @ArgGroup(multiplicity = "1")
  private Where where;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "name of this process among those that run the topology, the same at every start; two that"
              + " run at once must differ (the host's name)")
  private String instance;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "1",
      description = "processes that share the work on this machine, named NAME-1 to NAME-N")
  private int instances;

  @Option(names = "--end-with-input", hidden = true, description = "stop when standard input ends")
  private boolean endWithInput;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      completionCandidates = Candidates.Devices.class,
      description = "where the model runs (${DEFAULT-VALUE})")
  private DeviceChoice device;

  @Option(
      names = "--json",
      description = "what became of the frames, as one JSON object on standard output at the end")
  private boolean json;

  @Mixin private PageOptions page;

  @Spec private CommandSpec spec;

  /** A broker of the user's, or one of our own. */
  static final class Where {
    @Option(
        names = "--bootstrap-servers",
        required = true,
        paramLabel = "H:P",
        description = "your Kafka")
    private String bootstrapServers;

    @Option(
        names = "--embedded",
        required = true,
        paramLabel = "DIR",
        description =
            "a broker started by this program, on port 9092 if that is free; its data stay in DIR")
    private Path embedded;
  }

  @Override
  public Integer call() throws Exception {
    InputFile.require(topology);
    if (instances < 1 || instances > 64) {
      throw new UsageException("--instances must be 1 to 64, got " + instances);
    }
    if (json && instances > 1) {
      throw new UsageException("--json counts the frames of one process; leave --instances out");
    }
    page.requirePorts(instances);
    TopologyDefinition definition = TopologyFile.read(topology);
    try {
      return CtrlC.interrupts(
          () ->
              where.embedded == null
                  ? run(definition, where.bootstrapServers)
                  : runEmbedded(definition));
    } catch (InterruptException ctrlCWhileStarting) {
      say("stopping");
      return 0;
    }
  }

  private int run(TopologyDefinition definition, String bootstrapServers) {
    return instances == 1
        ? runHere(definition, bootstrapServers)
        : runInProcesses(bootstrapServers);
  }

  private int runInProcesses(String bootstrapServers) {
    List<String> words = new ArrayList<>(List.of("run", topology.toString()));
    words.addAll(List.of("--bootstrap-servers", bootstrapServers));
    words.addAll(List.of("--device", deviceWord()));
    if (spec.root().commandLine().getParseResult().originalArgs().contains(VERBOSE)) {
      words.add(VERBOSE);
    }
    try (InstanceGroup group =
        InstanceGroup.open(
            instances,
            name(),
            number -> Stream.concat(words.stream(), page.words(number).stream()).toList(),
            this::say)) {
      return group.awaitEnd();
    } catch (InterruptedException ctrlC) {
      say("stopping");
      return 0;
    }
  }

  private String deviceWord() {
    return spec.findOption("--device").stringValues().isEmpty()
        ? "auto"
        : spec.findOption("--device").stringValues().get(0);
  }

  private int runEmbedded(TopologyDefinition definition) {
    try (BrokerProcess broker = BrokerProcess.openAtUsualPort(where.embedded)) {
      say("broker on " + broker.bootstrapServers() + ", data in " + where.embedded);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        HangingTransactions.abort(admin);
      }
      StageTopics.create(definition, broker.bootstrapServers());
      // Clients would wait for a dead broker for ever.
      Thread stage = Thread.currentThread();
      broker.handle().onExit().thenRun(stage::interrupt);
      int status = run(definition, broker.bootstrapServers());
      if (!broker.handle().isAlive()) {
        throw new BrokerException(
            "the broker ended by itself; see " + where.embedded.resolve("broker.log"));
      }
      return status;
    }
  }

  private int runHere(TopologyDefinition definition, String bootstrapServers) {
    if (endWithInput) {
      InputWatch.interruptAtEnd(Thread.currentThread());
    }
    Outcomes outcomes;
    WorkTimes times = new WorkTimes();
    // None if it was not asked for; try closes what there is.
    try (LivePage live = page.open().orElse(null);
        Stores stores = Stores.open(definition.stores());
        Restorers restorers = restorers(definition);
        Stage stage = start(definition, restorers, stores, bootstrapServers, live, times)) {
      outcomes = stage.outcomes();
      say(
          definition.name()
              + " restores "
              + String.join(", ", definition.sourceTopics())
              + " to "
              + String.join(", ", definition.sinks())
              + ", dead letters to "
              + definition.deadLetters()
              + "; Ctrl-C ends it");
      try (RunDisplay display = display(definition, stage, restorers, times);
          BrokerWatch watch = BrokerWatch.open(bootstrapServers, definition.kafka(), this::say)) {
        display.start();
        watch.start();
        if (live != null) {
          say("live page on " + live.address());
          live.show(new StageVitals(definition, stage, restorers, watch::isAnswered), stage);
        }
        stage.awaitStop();
      } catch (InterruptedException ctrlC) {
        say("stopping");
      }
    }
    // When all that was begun is finished.
    say(outcomes.counts().toString());
    if (json) {
      spec.commandLine().getOut().println(OutcomesJson.of(definition.name(), outcomes.counts()));
    }
    return 0;
  }

  private RunDisplay display(
      TopologyDefinition definition, Stage stage, Restorers restorers, WorkTimes times) {
    int batch = definition.restore().batch().maxSize();
    return RunDisplay.open(definition.name(), batch, stage, restorers, times, Terminal.of(spec));
  }

  private Restorers restorers(TopologyDefinition definition) {
    TopologyDefinition.Restore restore = definition.restore();
    try {
      return Restorers.open(
          definition.models(),
          this::model,
          restore.batch(),
          restore.workers(),
          restore.limits(),
          Pipeline.CODEC);
    } catch (IllegalArgumentException e) {
      throw new UsageException(topology + ": " + e.getMessage());
    }
  }

  private IptModel model(String name) {
    IptModel model = IptModel.open(ModelFolder.open(name), device);
    say("model " + model.name() + " on " + model.place());
    return model;
  }

  private Stage start(
      TopologyDefinition definition,
      Restorers restorers,
      Stores stores,
      String bootstrapServers,
      LivePage live,
      WorkTimes times) {
    try {
      definition.requireTasks(restorers::tasks);
    } catch (StageException e) {
      throw new UsageException(topology + ": " + e.getMessage());
    }
    return Stage.start(
        definition,
        restorers,
        stores,
        bootstrapServers,
        name(),
        live == null ? new Spectator[] {times} : new Spectator[] {times, live});
  }

  private String name() {
    String name = instance == null ? HostName.ofThisMachine() : instance;
    if (!name.matches("[a-zA-Z0-9._-]{1,100}")) {
      throw new UsageException(
          "--instance must be 1 to 100 letters, digits, dots and dashes, got \"" + name + "\"");
    }
    return name;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}

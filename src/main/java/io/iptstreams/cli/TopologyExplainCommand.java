package io.iptstreams.cli;

import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a topology file stands for. */
@Command(
    name = "explain",
    description =
        "Says what a topology file stands for: rules, models, topics and the commands that make"
            + " them, the graph, time limits, memory, latency. Without a broker, so for topics of 4"
            + " partitions.",
    mixinStandardHelpOptions = true)
final class TopologyExplainCommand implements Callable<Integer> {
  /** In the words that make topics; the reader puts his own there. */
  private static final String SERVERS = "localhost:9092";

  @Parameters(paramLabel = "FILE", description = "topology file")
  private Path file;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    InputFile.require(file);
    KnownModels models = new KnownModels();
    TopologyReview review = TopologyReview.of(file, models::traits);
    TopologyDefinition definition = review.orElseThrow().definition();
    StageFacts facts = StageFacts.of(definition, SERVERS);
    long heap = Runtime.getRuntime().maxMemory();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new TopologyJson(definition, facts, models, heap).node());
    } else {
      out.print(new TopologyText(definition, facts, models, heap).lines());
      out.flush();
      review.warnings().forEach(line -> spec.commandLine().getErr().println("warning: " + line));
    }
    return 0;
  }
}

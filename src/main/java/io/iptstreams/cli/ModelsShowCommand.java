package io.iptstreams.cli;

import io.iptstreams.model.ModelFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model says about itself. */
@Command(
    name = "show",
    description = "Shows the card, the number of parameters and the fingerprint of a model.",
    mixinStandardHelpOptions = true)
final class ModelsShowCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "M",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder")
  private String model;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelFacts facts = new ModelFacts(ModelFolder.open(model));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(facts.json());
    } else {
      out.print(facts.lines());
      out.flush();
    }
    return 0;
  }
}

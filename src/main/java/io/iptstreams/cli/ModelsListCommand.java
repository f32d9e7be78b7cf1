package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.model.ModelFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The models that come with the program. */
@Command(name = "list", description = "Lists the bundled models.", mixinStandardHelpOptions = true)
final class ModelsListCommand implements Callable<Integer> {

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ModelFacts> all =
        ModelFolder.BUNDLED.stream().map(ModelFolder::open).map(ModelFacts::new).toList();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      ArrayNode models = node.putArray("models");
      all.forEach(facts -> models.add(facts.json()));
      out.println(node);
    } else {
      all.forEach(facts -> out.println(facts.line()));
    }
    return 0;
  }
}

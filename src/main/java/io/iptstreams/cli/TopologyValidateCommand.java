package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.stream.TopologyReview;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All mistakes of topology files at once. */
@Command(
    name = "validate",
    description =
        "Says all mistakes of topology files, each with its line and what would be right, and what"
            + " may be wrong on this machine only. Looks at the models they name, not at a broker."
            + " Exit status 2 if there is a mistake.",
    mixinStandardHelpOptions = true)
final class TopologyValidateCommand implements Callable<Integer> {
  private static final int WRONG_FILE = 2;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "topology files")
  private List<Path> files;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    KnownModels models = new KnownModels();
    Map<Path, TopologyReview> reviews = new LinkedHashMap<>();
    for (Path file : files) {
      InputFile.require(file);
      reviews.put(file, TopologyReview.of(file, models::traits));
    }
    if (json) {
      spec.commandLine().getOut().println(json(reviews));
    } else {
      reviews.forEach(this::say);
    }
    boolean good = reviews.values().stream().allMatch(review -> review.mistakes().isEmpty());
    return good ? 0 : WRONG_FILE;
  }

  private void say(Path file, TopologyReview review) {
    review.mistakes().forEach(spec.commandLine().getErr()::println);
    review.warnings().forEach(line -> spec.commandLine().getErr().println("warning: " + line));
    if (review.mistakes().isEmpty()) {
      spec.commandLine().getOut().println(file + ": no mistakes");
    }
  }

  private static ObjectNode json(Map<Path, TopologyReview> reviews) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    ArrayNode all = node.putArray("files");
    reviews.forEach(
        (file, review) -> {
          ObjectNode one = all.addObject().put("file", file.toString());
          one.put("good", review.mistakes().isEmpty());
          review.mistakes().forEach(one.putArray("mistakes")::add);
          review.warnings().forEach(one.putArray("warnings")::add);
        });
    return node;
  }
}

package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelFolder;
import java.util.Locale;

/** What is said about a model, in words and as JSON. */
record ModelFacts(ModelFolder model) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Name, parameters and tasks. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s  %,d parameters  %s",
        model.card().name(),
        model.weights().parameters(),
        tasks());
  }

  /** One fact per line. */
  String lines() {
    ModelCard card = model.card();
    StringBuilder lines = new StringBuilder();
    line(lines, "name", card.name());
    line(lines, "tasks", tasks());
    line(lines, "parameters", String.format(Locale.ROOT, "%,d", model.weights().parameters()));
    line(lines, "tile", card.tile() + " pixels");
    JSON.<ObjectNode>valueToTree(card.architecture())
        .properties()
        .forEach(size -> line(lines, size.getKey(), size.getValue().asText()));
    card.training().forEach((key, value) -> line(lines, "training." + key, value));
    card.measured().forEach((key, value) -> line(lines, "measured." + key, value));
    line(lines, "fingerprint", model.fingerprint());
    return lines.toString();
  }

  /** The card, and what is counted in the weights. */
  ObjectNode json() {
    ObjectNode node = JSON.valueToTree(model.card());
    return node.put("parameters", model.weights().parameters())
        .put("fingerprint", model.fingerprint());
  }

  private String tasks() {
    return model.card().taskSet().toString();
  }

  private static void line(StringBuilder lines, String fact, Object value) {
    lines.append(String.format(Locale.ROOT, "%-16s %s%n", fact, value));
  }
}

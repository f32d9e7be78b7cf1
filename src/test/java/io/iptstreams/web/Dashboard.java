package io.iptstreams.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The dashboard that Grafana finds in the compose file.
 *
 * @param variables queries that fill the lists above the panels
 * @param panels without the rows that only head them
 */
record Dashboard(List<String> variables, List<Panel> panels) {
  static final Path FILE = Path.of("src", "main", "docker", "grafana", "dashboards", "stage.json");

  private static final Pattern BESIDE =
      Pattern.compile(
          "\"[^\"]*\"" // text
              + "|\\{[^}]*}" // labels that are asked for
              + "|\\[[^\\]]*]" // a range of time
              + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern FUNCTION = Pattern.compile("\\b[a-z_]+\\s*(?=\\()");
  private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), *\\w+\\)");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  /**
   * One panel.
   *
   * @param unit Grafana's name for it, or {@code suffix:} and words of our own
   * @param datasources uids of the servers that it asks
   * @param queries in PromQL
   */
  record Panel(String title, String unit, Set<String> datasources, List<String> queries) {}

  static Dashboard read() throws IOException {
    JsonNode root = new ObjectMapper().readTree(FILE.toFile());
    List<String> variables =
        children(root.path("templating").path("list")).stream()
            .map(variable -> variable.path("query").path("query").asText())
            .toList();
    List<Panel> panels =
        children(root.path("panels")).stream()
            .filter(panel -> !panel.path("type").asText().equals("row"))
            .map(Dashboard::panel)
            .toList();
    return new Dashboard(variables, panels);
  }

  private static Panel panel(JsonNode panel) {
    Set<String> datasources = new TreeSet<>();
    datasources.add(panel.path("datasource").path("uid").asText());
    List<String> queries = new ArrayList<>();
    for (JsonNode target : panel.path("targets")) {
      datasources.add(target.path("datasource").path("uid").asText());
      queries.add(target.path("expr").asText());
    }
    return new Panel(
        panel.path("title").asText(),
        panel.path("fieldConfig").path("defaults").path("unit").asText(),
        datasources,
        queries);
  }

  private static List<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  /** Names of all metrics that are asked for. */
  Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    panels.forEach(panel -> panel.queries().forEach(query -> metrics.addAll(metrics(query))));
    for (String variable : variables) {
      Matcher values = LABEL_VALUES.matcher(variable);
      metrics.add(values.matches() ? values.group(1) : variable);
    }
    return metrics;
  }

  /** Names of the metrics in one query. */
  static Set<String> metrics(String query) {
    Set<String> metrics = new TreeSet<>();
    String bare = FUNCTION.matcher(BESIDE.matcher(query).replaceAll("")).replaceAll("");
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!OPERATORS.contains(name.group())) {
        metrics.add(name.group());
      }
    }
    return metrics;
  }
}

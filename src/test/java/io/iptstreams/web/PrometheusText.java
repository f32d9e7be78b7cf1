package io.iptstreams.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text format of Prometheus 0.0.4, read as strictly as its own {@code promtool check metrics}:
 * every line by the grammar, each family once and named before its samples, no sample twice,
 * histograms that count upwards to their {@code +Inf}.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HEAD =
      Pattern.compile(
          "# (?:HELP ("
              + NAME
              + ") .*|TYPE ("
              + NAME
              + ") (counter|gauge|histogram|summary|untyped))");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\"\\\\n])*)\",?");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (NaN|[+-]Inf|[-+0-9.eE]+)");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();
  private final Set<String> finished = new HashSet<>();
  private String family = "";

  private PrometheusText() {}

  /**
   * Reads a whole answer.
   *
   * @throws AssertionError naming the first line that is wrong
   */
  static PrometheusText read(String text) {
    PrometheusText read = new PrometheusText();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    for (String line : text.split("\n")) {
      read.line(line);
    }
    read.checkHistograms();
    return read;
  }

  private void line(String line) {
    Matcher head = HEAD.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (head.matches()) {
      begin(head.group(1) == null ? head.group(2) : head.group(1), line);
      if (head.group(2) != null && types.put(head.group(2), head.group(3)) != null) {
        throw new AssertionError("a second type: " + line);
      }
    } else if (sample.matches()) {
      sample(sample, line);
    } else {
      throw new AssertionError("not in the format: " + line);
    }
  }

  private void begin(String name, String line) {
    if (!name.equals(family)) {
      finished.add(family);
      family = name;
    }
    if (finished.contains(name)) {
      throw new AssertionError("a family in two pieces: " + line);
    }
  }

  private void sample(Matcher sample, String line) {
    String name = sample.group(1);
    String type = types.getOrDefault(family, "none");
    String rest = name.startsWith(family) ? name.substring(family.length()) : "?";
    boolean ofFamily =
        switch (type) {
          case "histogram" -> Set.of("_bucket", "_sum", "_count").contains(rest);
          case "summary" -> Set.of("", "_sum", "_count").contains(rest);
          default -> rest.isEmpty();
        };
    if (!ofFamily) {
      throw new AssertionError("a sample outside of its family " + family + ": " + line);
    }
    if (type.equals("counter") && !name.endsWith("_total")) {
      throw new AssertionError("a counter is named …_total: " + line);
    }
    Map<String, String> labels = labels(sample.group(2), line);
    double value = number(sample.group(3));
    if (samples.put(name + new TreeMap<>(labels), value) != null) {
      throw new AssertionError("a sample twice: " + line);
    }
    if (rest.equals("_bucket")) {
      double upTo = number(labels.remove("le"));
      buckets.computeIfAbsent(family + labels, key -> new TreeMap<>()).put(upTo, value);
    }
  }

  private static Map<String, String> labels(String text, String line) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    int end = 0;
    while (label.find() && label.start() == end) {
      if (labels.put(label.group(1), label.group(2)) != null) {
        throw new AssertionError("a label twice: " + line);
      }
      end = label.end();
    }
    if (text != null && end != text.length()) {
      throw new AssertionError("not a label at " + text.substring(end) + ": " + line);
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private void checkHistograms() {
    buckets.forEach(
        (name, upTo) -> {
          List<Double> counts = new ArrayList<>(upTo.values());
          for (int i = 1; i < counts.size(); i++) {
            if (counts.get(i) < counts.get(i - 1)) {
              throw new AssertionError(name + " does not count upwards: " + upTo);
            }
          }
          if (upTo.lastKey() != Double.POSITIVE_INFINITY) {
            throw new AssertionError(name + " has no +Inf");
          }
        });
  }

  /** Names of all samples, without labels. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    samples.keySet().forEach(key -> names.add(key.substring(0, key.indexOf('{'))));
    return names;
  }

  /**
   * The value of a sample.
   *
   * @param labels as a map prints: {@code {outcome=restored}}
   */
  double value(String name, String labels) {
    Double value = samples.get(name + labels);
    if (value == null) {
      throw new AssertionError("no sample " + name + labels + " among " + samples.keySet());
    }
    return value;
  }
}

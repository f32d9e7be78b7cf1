package io.iptstreams.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Keys and values at one place of a settings file. Reads note their mistakes and go on; {@link
 * #check} throws them together with every key that nobody asked for. For one thread.
 *
 * <p>A read with a last argument {@code otherwise} is of an optional key.
 */
public final class Section {
  private final String path;
  private final int line;
  private final Mistakes mistakes;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final Set<String> wrong = new HashSet<>();

  private Section(String path, int line, MappingNode node, Mistakes mistakes) {
    this.path = path;
    this.line = line;
    this.mistakes = mistakes;
    mistakes.opened(this);
    mistakes.isAt(path, line);
    for (NodeTuple entry : node == null ? List.<NodeTuple>of() : node.getValue()) {
      int keyLine = line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(keyLine, "a key must be a word");
      } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) == null) {
        lines.put(key.getValue(), keyLine);
        mistakes.isAt(at(key.getValue()), keyLine);
      } else {
        mistakes.add(
            keyLine,
            at(key.getValue()) + " is there already, in line " + lines.get(key.getValue()));
      }
    }
  }

  static Section top(MappingNode node, Mistakes mistakes) {
    return new Section("", 1, node, mistakes);
  }

  /** Whether the key is there; makes it a known one. */
  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** A text that must be there; "" stands in. */
  public String text(String key) {
    return value(key, text -> text, "");
  }

  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** A whole number that must be there; {@code min} stands in. */
  public int number(String key, int min, int max) {
    return value(key, text -> Values.number(text, min, max), min);
  }

  public int number(String key, int min, int max, int otherwise) {
    return has(key) ? number(key, min, max) : otherwise;
  }

  /** A length in pixels, with or without its unit. */
  public int pixels(String key, int min, int max, int otherwise) {
    return has(key) ? value(key, text -> Values.pixels(text, min, max), min) : otherwise;
  }

  /** A number that must be there; {@code min} stands in. */
  public double decimal(String key, double min, double max) {
    return value(key, text -> Values.decimal(text, min, max), min);
  }

  public double decimal(String key, double min, double max, double otherwise) {
    return has(key) ? decimal(key, min, max) : otherwise;
  }

  /** A list of numbers; empty if the key is absent. */
  public List<Double> decimals(String key, double min, double max) {
    List<Double> decimals = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        decimals.add(Values.decimal(text, min, max));
      } catch (IllegalArgumentException e) {
        reject(key, e.getMessage() + ", got \"" + text + "\"");
      }
    }
    return decimals;
  }

  /** A range of numbers, or one number for both of its ends; {@code min} stands in. */
  public Range range(String key, double min, double max) {
    return value(key, text -> Values.range(text, min, max), new Range(min, min));
  }

  /** A range of whole numbers, or one for both of its ends; {@code min} stands in. */
  public Range wholeRange(String key, int min, int max) {
    return value(key, text -> Values.wholeRange(text, min, max), new Range(min, min));
  }

  /** One of several words that must be there; the first of them stands in. */
  public String choice(String key, List<String> known) {
    return value(key, text -> Values.choice(text, known), known.get(0));
  }

  public String choice(String key, List<String> known, String otherwise) {
    return has(key) ? choice(key, known) : otherwise;
  }

  /** A duration that must be there; {@code min} stands in. */
  public Duration duration(String key, Duration min, Duration max) {
    return value(key, text -> Values.duration(text, min, max), min);
  }

  public Duration duration(String key, Duration min, Duration max, Duration otherwise) {
    return has(key) ? duration(key, min, max) : otherwise;
  }

  /** A size in bytes, written with its unit; 0 stands in. */
  public int bytes(String key, int most) {
    return value(key, text -> Values.bytes(text, most), 0);
  }

  public boolean flag(String key, boolean otherwise) {
    return has(key) ? value(key, Values::flag, otherwise) : otherwise;
  }

  /**
   * A value that must be there, by a spelling of the caller's own.
   *
   * @param parse throws IllegalArgumentException with a message that can follow the key's name or
   *     stand alone after a colon; to one that starts with "must" the value is added, before a
   *     semicolon if there is one
   * @param standIn returned after a mistake
   */
  public <T> T value(String key, Function<String, T> parse, T standIn) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null || isEmpty(node)) {
      reject(key, node == null ? "is missing" : "has no value");
      return standIn;
    }
    if (!(node instanceof ScalarNode scalar)) {
      reject(key, "must be one value, got " + kind(node));
      return standIn;
    }
    try {
      return parse.apply(scalar.getValue());
    } catch (IllegalArgumentException e) {
      String why = e.getMessage();
      reject(key, why.startsWith("must ") ? withValue(why, scalar.getValue()) : ": " + why);
      return standIn;
    }
  }

  private static String withValue(String why, String value) {
    int advice = why.indexOf(';');
    int end = advice < 0 ? why.length() : advice;
    return why.substring(0, end) + ", got \"" + value + "\"" + why.substring(end);
  }

  /** A list of texts; empty if the key is absent. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      if (item instanceof ScalarNode scalar && !isEmpty(item)) {
        texts.add(scalar.getValue());
      } else {
        wrong.add(key);
        mistakes.add(at(key), line(item), "must be a list of values, got " + kind(item));
      }
    }
    return texts;
  }

  /** One value that must be there, or a list of them; empty after a mistake. */
  public List<String> oneOrMore(String key) {
    asked.add(key);
    if (!(values.get(key) instanceof SequenceNode)) {
      String only = text(key);
      return isRight(key) ? List.of(only) : List.of();
    }
    List<String> texts = texts(key);
    if (texts.isEmpty() && isRight(key)) {
      reject(key, "must hold at least one value, got none");
    }
    return texts;
  }

  /** Makes keys known without reading them, where a mistake told already leaves them no meaning. */
  public void ignore(Collection<String> keys) {
    asked.addAll(keys);
  }

  /** A list of sections; empty if the key is absent. */
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Node item : items(key)) {
      String itemPath = at(key) + "[" + sections.size() + "]";
      if (item instanceof MappingNode mapping) {
        sections.add(new Section(itemPath, line(item), mapping, mistakes));
      } else {
        wrong.add(key);
        mistakes.add(itemPath, line(item), "must be a section of keys, got " + kind(item));
      }
    }
    return sections;
  }

  /** A section that must be there. */
  public Section section(String key) {
    if (!has(key)) {
      reject(key, "is missing");
      // Its own required keys would only say the same again.
      return new Section(at(key), line, null, new Mistakes(""));
    }
    return optionalSection(key);
  }

  /** A section that may be absent; then it has no key. */
  public Section optionalSection(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null || isEmpty(node)) {
      return new Section(at(key), lines.getOrDefault(key, line), null, mistakes);
    }
    if (node instanceof MappingNode mapping) {
      return new Section(at(key), lines.get(key), mapping, mistakes);
    }
    reject(key, "must be a section of keys, got " + kind(node));
    return new Section(at(key), lines.get(key), null, new Mistakes(""));
  }

  /** The keys that are there, in order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Every key with its text, for settings that are passed on as they are. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String key : values.keySet()) {
      all.put(key, text(key));
    }
    return all;
  }

  /**
   * Whether no mistake was noted of these keys yet, so that what was read of them can be judged
   * together. Keys that are absent are right unless they had to be there; what stands in a section
   * under a key is asked of that section.
   *
   * @param keys none for all of this section
   */
  public boolean isRight(String... keys) {
    return keys.length == 0 ? wrong.isEmpty() : Collections.disjoint(wrong, List.of(keys));
  }

  /** Notes a mistake that the caller found, at the key's line, else at the section's. */
  public void reject(String key, String why) {
    wrong.add(key);
    mistakes.add(at(key), lines.getOrDefault(key, line), why);
  }

  /**
   * Notes a mistake that was found after the file was read, unless one was noted there already.
   *
   * @param path of the key from the top of the file, e.g. {@code tag[2].model}; its line is that of
   *     the nearest section if it is not there
   */
  public void rejectAt(String path, String why) {
    if (mistakes.isRight(path)) {
      mistakes.add(path, mistakes.line(path), why);
    }
  }

  /** Notes what may be meant so, at a path as {@link #rejectAt} takes it. */
  public void doubtAt(String path, String why) {
    mistakes.doubt(path, why);
  }

  /**
   * Whether no mistake was noted of the key of a path, of what is around it or of what is in it.
   */
  public boolean isRightAt(String path) {
    return mistakes.isRight(path);
  }

  /** Whether there is a key or section of that path. */
  public boolean hasAt(String path) {
    return mistakes.has(path);
  }

  /** The line of a path. */
  public int lineAt(String path) {
    return mistakes.line(path);
  }

  /** What may be meant so, from top to bottom, each as {@code file:line: what}. */
  public List<String> doubts() {
    return mistakes.doubts();
  }

  /**
   * Says whether the whole file is good; to be called once, after everything was read.
   *
   * @throws SettingsException with every mistake of the file
   */
  public void check() {
    mistakes.check();
  }

  void findUnknownKeys() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        Optional<String> meant = Spelling.nearest(key, asked);
        mistakes.add(
            lines.get(key),
            "unknown key "
                + at(key)
                + meant
                    .map(m -> "; did you mean " + m + "?")
                    .orElse("; known: " + String.join(", ", asked)));
      }
    }
  }

  private List<Node> items(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    reject(key, "must be a list, got " + kind(node));
    return List.of();
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static boolean isEmpty(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "a section";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return isEmpty(node) ? "nothing" : "\"" + ((ScalarNode) node).getValue() + "\"";
  }
}

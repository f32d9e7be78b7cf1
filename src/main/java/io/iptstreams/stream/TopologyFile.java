package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a file of {@code topologies/}; its grammar is in the package. */
public final class TopologyFile {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(7);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
  private static final Duration LONGEST_LATENESS = Duration.ofHours(24);
  private static final BatchPolicy BATCH = new BatchPolicy(8, Duration.ofMillis(20));

  /**
   * What a topic made by {@code --embedded} gives; more threads without saying so share the heap of
   * these.
   */
  private static final int USUAL_THREADS = StageTopics.PARTITIONS;

  /** Kafka settings that have a place of their own. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "application.id", "is the key name of this file",
          "num.stream.threads", "is the key threads of this file",
          "bootstrap.servers", "is given when the stage is started",
          "group.instance.id", "is given when the stage is started");

  private TopologyFile() {}

  /**
   * Reads a topology.
   *
   * @throws io.iptstreams.settings.SettingsException with every mistake of the file and its line
   */
  public static TopologyDefinition read(Path path) {
    Section file = Settings.read(path);
    String name =
        file.has("name") ? file.value("name", TopologyFile::name, "") : nameOf(path, file);
    List<String> sources = sources(file);
    List<TagRule> rules = rules(file);
    OptionalInt threads =
        file.has("threads") ? OptionalInt.of(file.number("threads", 1, 64)) : OptionalInt.empty();
    TopologyDefinition.Restore restore =
        restore(file.section("restore"), threads.orElse(USUAL_THREADS));
    Section sinkSection = file.section("sink");
    String sink = sinkSection.value("topic", TopologyFile::sinkName, "");
    Section lateSection = file.optionalSection("late");
    Optional<TopologyDefinition.Late> late =
        file.has("late") ? Optional.of(late(lateSection)) : Optional.empty();
    Section deadSection = file.section("dead-letters");
    String deadLetters = topic(deadSection);
    Map<String, String> kafka = kafka(file.optionalSection("kafka"));
    TopologyDefinition definition =
        new TopologyDefinition(
            name, sources, rules, restore, sink, late, deadLetters, threads, kafka);
    rejectLoops(definition, sinkSection, lateSection, deadSection);
    file.check();
    return definition;
  }

  private static List<String> sources(Section file) {
    if (!file.has("sources")) {
      return List.of(topic(file.section("source")));
    }
    if (file.has("source")) {
      file.reject("source", "and sources stand for the same; keep one of them");
      file.ignore(List.of("source"));
    }
    List<String> topics = new ArrayList<>();
    for (Section source : file.sections("sources")) {
      String topic = topic(source);
      if (topics.contains(topic)) {
        source.reject("topic", "is there already");
      } else {
        topics.add(topic);
      }
    }
    if (topics.isEmpty() && file.isRight("sources")) {
      file.reject("sources", "must hold at least one source");
    }
    return topics;
  }

  /** What the stage writes it must not read, nor take for what it is not. */
  private static void rejectLoops(
      TopologyDefinition definition, Section sink, Section late, Section deadLetters) {
    String loop = "must differ from the sources: the stage would read its own output";
    Set<String> sources = Set.copyOf(definition.sources());
    if (!Collections.disjoint(definition.sinks(), sources)) {
      sink.reject("topic", loop);
    }
    Optional<String> dropped = definition.late().flatMap(TopologyDefinition.Late::topic);
    if (dropped.isPresent()
        && (sources.contains(dropped.get()) || definition.sinks().contains(dropped.get()))) {
      late.reject("topic", "must differ from the sources and sinks");
    }
    String dead = definition.deadLetters();
    if (!dead.isEmpty()
        && (sources.contains(dead)
            || definition.sinks().contains(dead)
            || dropped.filter(dead::equals).isPresent())) {
      deadLetters.reject("topic", "must differ from all other topics of the file");
    }
  }

  private static String topic(Section section) {
    return section.value("topic", TopologyFile::name, "");
  }

  private static List<TagRule> rules(Section file) {
    List<TagRule> rules = new ArrayList<>();
    List<Section> items = file.sections("tag");
    for (Section item : items) {
      TagRule.Condition when;
      TagRule.Verdict verdict;
      if (!item.has("otherwise")) {
        when = condition(item.section("when"));
        verdict = verdict(item, "task");
      } else {
        when = new TagRule.Always();
        verdict = verdict(item, "otherwise");
        if (item != items.get(items.size() - 1)) {
          item.reject("otherwise", "must be the last rule");
        }
      }
      Optional<String> sink =
          item.has("sink")
              ? Optional.of(item.value("sink", TopologyFile::sinkName, ""))
              : Optional.empty();
      rules.add(new TagRule(when, verdict, sink));
    }
    return rules;
  }

  private static TagRule.Condition condition(Section when) {
    if (when.has("key")) {
      return new TagRule.KeyIs(new Glob(when.text("key")));
    }
    if (when.has("topic")) {
      return new TagRule.TopicIs(new Glob(when.text("topic")));
    }
    return new TagRule.HeaderIs(when.text("header"), new Glob(when.text("is")));
  }

  private static TagRule.Verdict verdict(Section rule, String key) {
    List<String> words = rule.oneOrMore(key);
    if (words.equals(List.of("pass"))) {
      return new TagRule.Pass();
    }
    if (words.isEmpty() || words.equals(List.of("reject"))) {
      return new TagRule.Reject();
    }
    if (words.size() > TaskNames.MOST) {
      rule.reject(key, "must name at most " + TaskNames.MOST + " tasks, got " + words.size());
    }
    words.forEach(word -> checkTask(rule, key, word));
    OptionalInt strength =
        rule.has("strength") ? OptionalInt.of(rule.number("strength", 1, 99)) : OptionalInt.empty();
    if (strength.isPresent() && !words.contains(TaskNames.DENOISE)) {
      rule.reject("strength", "is that of the task denoise, which this rule does not name");
    }
    Optional<String> model = rule.has("model") ? Optional.of(rule.text("model")) : Optional.empty();
    return new TagRule.Restore(words, strength, model);
  }

  /** Any well-formed name: what a user's own model calls its tasks is known when it is opened. */
  private static void checkTask(Section rule, String key, String word) {
    if (word.equals("pass") || word.equals("reject")) {
      rule.reject(key, ": " + word + " stands alone, not in a list of tasks");
      return;
    }
    try {
      new Task.Custom(word, 1);
    } catch (IllegalArgumentException e) {
      rule.reject(key, ": " + e.getMessage());
    }
  }

  private static TopologyDefinition.Late late(Section late) {
    Duration after = late.duration("after", Duration.ofMillis(1), LONGEST_LATENESS);
    boolean drop = late.choice("then", List.of("pass", "drop")).equals("drop");
    if (!drop && late.has("topic")) {
      late.reject("topic", "is where dropped frames go; here they pass through");
    }
    return new TopologyDefinition.Late(after, drop ? Optional.of(topic(late)) : Optional.empty());
  }

  private static TopologyDefinition.Restore restore(Section restore, int threads) {
    Section batch = restore.optionalSection("batch");
    Limits limits = Limits.forCallers(threads);
    return new TopologyDefinition.Restore(
        restore.text("model"),
        restore.number("workers", 1, 64, Runtime.getRuntime().availableProcessors()),
        new BatchPolicy(
            batch.number("max-size", 1, 4096, BATCH.maxSize()),
            batch.duration("max-delay", Duration.ZERO, LONGEST_DELAY, BATCH.maxDelay())),
        new Limits(
            limits.maxPixels(),
            restore.pixels("overlap", 0, 1000, Limits.DEFAULT_OVERLAP),
            restore.duration("deadline", SHORTEST_DEADLINE, LONGEST_DEADLINE, limits.deadline())));
  }

  private static Map<String, String> kafka(Section kafka) {
    Map<String, String> settings = new LinkedHashMap<>(kafka.all());
    ELSEWHERE.forEach(
        (key, place) -> {
          if (settings.containsKey(key)) {
            kafka.reject(key, place);
          }
        });
    return settings;
  }

  private static String nameOf(Path path, Section file) {
    String stem = path.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    if (!NAME.matcher(stem).matches()) {
      file.reject("name", "is missing, and the file's own name would be no application id");
    }
    return stem;
  }

  private static String sinkName(String text) {
    name(text.replace(TopologyDefinition.TOPIC, "topic"));
    return text;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 200 letters, digits, dots, dashes and underscores");
    }
    return text;
  }
}

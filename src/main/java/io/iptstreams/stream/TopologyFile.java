package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a file of {@code topologies/}; its grammar is in the package. */
public final class TopologyFile {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(7);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
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
    String source = topic(file.section("source"));
    List<TagRule> rules = rules(file);
    OptionalInt threads =
        file.has("threads") ? OptionalInt.of(file.number("threads", 1, 64)) : OptionalInt.empty();
    TopologyDefinition.Restore restore =
        restore(file.section("restore"), threads.orElse(USUAL_THREADS));
    Section sinkSection = file.section("sink");
    String sink = topic(sinkSection);
    Section deadSection = file.section("dead-letters");
    String deadLetters = topic(deadSection);
    if (!sink.isEmpty() && sink.equals(source)) {
      sinkSection.reject(
          "topic", "must differ from source.topic: the stage would read its own output");
    }
    if (!deadLetters.isEmpty() && (deadLetters.equals(source) || deadLetters.equals(sink))) {
      deadSection.reject("topic", "must differ from source.topic and sink.topic");
    }
    Map<String, String> kafka = kafka(file.optionalSection("kafka"));
    file.check();
    return new TopologyDefinition(name, source, rules, restore, sink, deadLetters, threads, kafka);
  }

  private static String topic(Section section) {
    return section.value("topic", TopologyFile::name, "");
  }

  private static List<TagRule> rules(Section file) {
    List<TagRule> rules = new ArrayList<>();
    List<Section> items = file.sections("tag");
    for (Section item : items) {
      if (!item.has("otherwise")) {
        TagRule.Condition when = condition(item.section("when"));
        rules.add(new TagRule(when, verdict(item, "task")));
      } else {
        rules.add(new TagRule(new TagRule.Always(), verdict(item, "otherwise")));
        if (item != items.get(items.size() - 1)) {
          item.reject("otherwise", "must be the last rule");
        }
      }
    }
    return rules;
  }

  private static TagRule.Condition condition(Section when) {
    if (when.has("key")) {
      return new TagRule.KeyIs(new Glob(when.text("key")));
    }
    return new TagRule.HeaderIs(when.text("header"), new Glob(when.text("is")));
  }

  private static String verdict(Section rule, String key) {
    return rule.value(
        key,
        word -> word.equals(TagRule.PASS) || word.equals(TagRule.REJECT) ? word : taskName(word),
        TagRule.REJECT);
  }

  /** Any well-formed name: what a user's own model calls its tasks is known when it is opened. */
  private static String taskName(String word) {
    return new Task.Custom(word, 1).id();
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

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 200 letters, digits, dots, dashes and underscores");
    }
    return text;
  }
}

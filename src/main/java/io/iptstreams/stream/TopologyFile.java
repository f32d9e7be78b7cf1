package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.FolderLocation;
import io.iptstreams.store.KeyTemplate;
import io.iptstreams.store.StoreLocation;
import io.iptstreams.task.Task;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
  private static final KeyTemplate RESULT_KEYS = new KeyTemplate("restored/{key}");
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
   * What a file says.
   *
   * @param tests for a dry run; a running stage has no use for them
   */
  record Contents(TopologyDefinition definition, List<TestCase> tests) {}

  /**
   * Reads a topology. The tests in it must be well-formed, too, but are not run.
   *
   * @throws io.iptstreams.settings.SettingsException with every mistake of the file and its line
   */
  public static TopologyDefinition read(Path path) {
    return checked(path, Settings.read(path));
  }

  /** Reads the text of a topology whose file has that name. */
  static TopologyDefinition parse(String name, String yaml) {
    return checked(Path.of(name), Settings.parse(name, yaml));
  }

  private static TopologyDefinition checked(Path path, Section file) {
    TopologyDefinition definition = contents(path, file).definition();
    file.check();
    return definition;
  }

  /** What a file says; it counts only after {@link Section#check} has passed. */
  static Contents contents(Path path, Section file) {
    TopologyDefinition definition = definition(path, file);
    return new Contents(definition, new TestSections(path, definition.sources()).read(file));
  }

  private static TopologyDefinition definition(Path path, Section file) {
    String name =
        file.has("name") ? file.value("name", TopologyFile::name, "") : nameOf(path, file);
    Map<String, StoreLocation> stores = stores(file.optionalSection("stores"));
    List<TopologyDefinition.Source> sources = sources(file, stores.keySet());
    Section largeSection = file.optionalSection("large");
    Optional<TopologyDefinition.Large> large =
        file.has("large") ? Optional.of(large(largeSection, stores.keySet())) : Optional.empty();
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
    Section controlSection = file.optionalSection("control");
    Optional<String> control =
        file.has("control") ? Optional.of(topic(controlSection)) : Optional.empty();
    Map<String, String> kafka = kafka(file.optionalSection("kafka"));
    TopologyDefinition definition =
        new TopologyDefinition(
            name,
            sources,
            rules,
            restore,
            stores,
            large,
            sink,
            late,
            deadLetters,
            control,
            threads,
            kafka);
    rejectLoops(definition, sinkSection, lateSection, deadSection, controlSection);
    return definition;
  }

  private static List<TopologyDefinition.Source> sources(Section file, Set<String> stores) {
    if (!file.has("sources")) {
      return List.of(source(file.section("source"), stores));
    }
    if (file.has("source")) {
      file.reject("source", "and sources stand for the same; keep one of them");
      file.ignore(List.of("source"));
    }
    List<TopologyDefinition.Source> sources = new ArrayList<>();
    Set<String> topics = new HashSet<>();
    for (Section section : file.sections("sources")) {
      TopologyDefinition.Source source = source(section, stores);
      sources.add(source);
      if (!topics.add(source.topic())) {
        section.reject("topic", "is there already");
      }
    }
    if (sources.isEmpty() && file.isRight("sources")) {
      file.reject("sources", "must hold at least one source");
    }
    return sources;
  }

  private static TopologyDefinition.Source source(Section source, Set<String> stores) {
    String topic = topic(source);
    if (!source.has("objects")) {
      return new TopologyDefinition.Source(topic, Optional.empty());
    }
    Section objects = source.section("objects");
    return new TopologyDefinition.Source(
        topic,
        Optional.of(
            new TopologyDefinition.Objects(
                store(objects, stores),
                objects.has("results")
                    ? objects.value("results", KeyTemplate::new, RESULT_KEYS)
                    : RESULT_KEYS)));
  }

  private static TopologyDefinition.Large large(Section large, Set<String> stores) {
    return new TopologyDefinition.Large(
        large.bytes("above", StageSettings.MAX_RECORD_BYTES), store(large, stores));
  }

  private static String store(Section section, Set<String> stores) {
    return section.value(
        "store",
        name -> {
          if (!stores.contains(name)) {
            throw new IllegalArgumentException(
                stores.isEmpty()
                    ? "must be one of stores, of which there is none"
                    : "must be one of stores: " + String.join(", ", stores));
          }
          return name;
        },
        "");
  }

  private static Map<String, StoreLocation> stores(Section stores) {
    Map<String, StoreLocation> locations = new LinkedHashMap<>();
    for (String name : stores.keys()) {
      location(stores.section(name)).ifPresent(location -> locations.put(name, location));
    }
    return locations;
  }

  /** Absent if a mistake was found. */
  private static Optional<StoreLocation> location(Section store) {
    if (store.has("folder")) {
      Path folder = store.value("folder", Path::of, Path.of(""));
      return Optional.of(new FolderLocation(folder.toAbsolutePath().normalize()));
    }
    String bucket = store.text("bucket");
    String prefix = store.text("prefix", "");
    Optional<URI> endpoint =
        store.has("endpoint")
            ? Optional.of(store.value("endpoint", URI::create, URI.create("")))
            : Optional.empty();
    Optional<String> region =
        store.has("region") ? Optional.of(store.text("region")) : Optional.empty();
    if (!store.isRight()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BucketLocation(bucket, prefix, endpoint, region));
    } catch (IllegalArgumentException e) {
      // Its message starts with the key it is about.
      String key = e.getMessage().split(" ", 2)[0];
      store.reject(key, e.getMessage().substring(key.length() + 1));
      return Optional.empty();
    }
  }

  /** What the stage writes it must not read, nor take for what it is not. */
  private static void rejectLoops(
      TopologyDefinition definition,
      Section sink,
      Section late,
      Section deadLetters,
      Section control) {
    Set<String> taken = new HashSet<>(definition.sourceTopics());
    if (!Collections.disjoint(definition.sinks(), taken)) {
      sink.reject("topic", "must differ from the sources: the stage would read its own output");
    }
    taken.addAll(definition.sinks());
    definition
        .late()
        .flatMap(TopologyDefinition.Late::topic)
        .ifPresent(topic -> rejectTaken(late, topic, taken));
    rejectTaken(deadLetters, definition.deadLetters(), taken);
    definition.control().ifPresent(topic -> rejectTaken(control, topic, taken));
  }

  private static void rejectTaken(Section section, String topic, Set<String> taken) {
    if (!topic.isEmpty() && !taken.add(topic)) {
      section.reject("topic", "must differ from all other topics of the file");
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
    for (String key : settings.keySet()) {
      String place = ELSEWHERE.get(KafkaSettings.name(key));
      if (place != null) {
        kafka.reject(key, place);
      }
    }
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

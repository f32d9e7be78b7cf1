package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tests of a topology file; their grammar is in the package. */
final class TestSections {
  /** Where in a file the tests are. */
  static final String TESTS = "tests";

  private static final Duration LONGEST_AGE = Duration.ofHours(48);

  private static final List<String> OUTCOMES =
      List.of("restored", "passed", "dropped", "ignored", "dead-letter");
  private static final List<String> STATIONS =
      List.of("tag", "fetch", "decode", "model", "check", "encode", "publish", "restore");

  private final Path file;
  private final List<TopologyDefinition.Source> sources;

  /**
   * @param file pictures are looked for beside it
   * @param sources of the topology; with topics of no name where those had mistakes
   */
  TestSections(Path file, List<TopologyDefinition.Source> sources) {
    this.file = file;
    this.sources = sources;
  }

  List<TestCase> read(Section top) {
    List<TestCase> tests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section test : top.sections(TESTS)) {
      String name = test.text("name");
      if (!names.add(name) && test.isRight("name")) {
        test.reject("name", "is that of another test, too");
      }
      int line = top.lineAt(TESTS + "[" + tests.size() + "]");
      tests.add(
          new TestCase(
              name, line, given(test.optionalSection("record")), expected(test.section("expect"))));
    }
    return tests;
  }

  private TestCase.Given given(Section record) {
    Optional<TopologyDefinition.Source> source = source(record);
    boolean ofObjects = source.flatMap(TopologyDefinition.Source::objects).isPresent();
    Optional<String> object = Optional.empty();
    if (ofObjects) {
      object = Optional.of(record.text("object"));
    } else if (source.isPresent() && record.has("object")) {
      record.reject("object", "is for sources with objects, and this one has none");
    }
    Optional<String> key = record.has("key") ? Optional.of(record.text("key")) : Optional.empty();
    if (ofObjects && key.isPresent()) {
      record.reject("key", "means nothing here: rules see the key of the object");
    }
    record.ignore(List.of("object"));
    Map<String, String> headers = record.optionalSection("headers").all();
    if (record.has("age")
        && (headers.containsKey(FrameHeaders.TIME)
            || headers.containsKey(FrameHeaders.EXPIRY_TIME))) {
      record.reject("age", "means nothing beside ce_time or ce_expirytime, which win");
    }
    return new TestCase.Given(
        source.map(TopologyDefinition.Source::topic).orElse(""),
        key,
        object,
        headers,
        record.has("picture")
            ? Optional.of(record.value("picture", file::resolveSibling, file))
            : Optional.empty(),
        record.duration("age", Duration.ZERO, LONGEST_AGE, Duration.ZERO));
  }

  /** Absent if it is not known, because of a mistake here or in the sources. */
  private Optional<TopologyDefinition.Source> source(Section record) {
    List<String> topics = sources.stream().map(TopologyDefinition.Source::topic).toList();
    if (topics.isEmpty() || topics.contains("")) {
      record.ignore(List.of("topic"));
      return Optional.empty();
    }
    if (sources.size() == 1 && !record.has("topic")) {
      return Optional.of(sources.get(0));
    }
    String topic = record.choice("topic", topics);
    return record.isRight("topic")
        ? Optional.of(sources.get(topics.indexOf(topic)))
        : Optional.empty();
  }

  private static Fate expected(Section expect) {
    String outcome = expect.choice("outcome", OUTCOMES);
    if (!expect.isRight("outcome")) {
      expect.ignore(List.of("task", "model", "sink", "station", "reason"));
    }
    return switch (outcome) {
      case "passed" -> new Fate.Passed(optional(expect, "sink"));
      case "dropped" -> new Fate.Dropped();
      case "ignored" -> new Fate.Ignored();
      case "dead-letter" ->
          new Fate.DeadLettered(expect.choice("station", STATIONS), optional(expect, "reason"));
      default ->
          new Fate.Restored(
              expect.isRight("outcome") ? expect.oneOrMore("task") : List.of(),
              optional(expect, "model"),
              optional(expect, "sink"));
    };
  }

  private static Optional<String> optional(Section section, String key) {
    return section.has(key) ? Optional.of(section.text(key)) : Optional.empty();
  }
}

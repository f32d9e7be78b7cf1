package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestSectionsTest {
  private static final String TOPOLOGY =
      """
      sources:
        - topic: frames
        - topic: events
          objects: { store: media }
      stores: { media: { bucket: media } }
      restore: { model: identity }
      sink: { topic: "{topic}.restored" }
      dead-letters: { topic: dead }
      """;

  @Test
  void tests_takeEveryKey() {
    List<TestCase> tests =
        read(
            """
            tests:
              - name: one
                record: { topic: frames, key: 7, headers: { a: b, n: 1 }, picture: p.png, age: 2 s }
                expect: { outcome: restored, task: [a, b], model: m, sink: s }
              - name: two
                record: { topic: events, object: yard/1.png }
                expect: { outcome: passed, sink: s }
              - { name: three, record: { topic: frames }, expect: { outcome: dropped } }
              - { name: four, record: { topic: frames }, expect: { outcome: ignored } }
              - name: five
                record: { topic: frames }
                expect: { outcome: dead-letter, station: tag, reason: no }
            """);
    assertThat(tests)
        .extracting(TestCase::name)
        .containsExactly("one", "two", "three", "four", "five");
    assertThat(tests).extracting(TestCase::line).containsExactly(10, 13, 16, 17, 18);
    assertThat(tests.get(0).record())
        .isEqualTo(
            new TestCase.Given(
                "frames",
                Optional.of("7"),
                Optional.empty(),
                Map.of("a", "b", "n", "1"),
                Optional.of(Path.of("folder/p.png")),
                Duration.ofSeconds(2)));
    assertThat(tests.get(1).record().object()).contains("yard/1.png");
    assertThat(tests)
        .extracting(TestCase::expected)
        .containsExactly(
            new Fate.Restored(List.of("a", "b"), Optional.of("m"), Optional.of("s")),
            new Fate.Passed(Optional.of("s")),
            new Fate.Dropped(),
            new Fate.Ignored(),
            new Fate.DeadLettered("tag", Optional.of("no")));
  }

  @Test
  void theShortestTest_isASmallPictureOnTheOnlySource() {
    Section file =
        Settings.parse(
            "t.yaml",
            """
            source: { topic: frames }
            restore: { model: identity }
            sink: { topic: out }
            dead-letters: { topic: dead }
            tests: [{ name: one, expect: { outcome: passed } }]
            """);
    List<TestCase> tests = TopologyFile.contents(Path.of("t.yaml"), file).tests();
    file.check();
    assertThat(tests)
        .containsExactly(
            new TestCase(
                "one",
                5,
                new TestCase.Given(
                    "frames",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Duration.ZERO),
                new Fate.Passed(Optional.empty())));
  }

  @Test
  void mistakesOfTests_areSaidWithTheirLines_alsoToARunningStage() {
    assertThatThrownBy(
            () ->
                TopologyFile.parse(
                    "t.yaml",
                    TOPOLOGY
                        + """
                        tests:
                          - name: one
                            record: { object: a }
                            expect: { outcome: restored }
                          - name: one
                            record: { topic: frame, key: a }
                            expect: { outcome: droped, task: derain }
                          - name: two
                            record: { topic: events, key: a, age: 3 days }
                            expect: { outcome: passed, station: tag }
                          - name: three
                            record: { topic: frames, object: a, headers: [a] }
                            expect: { outcome: dead-letter, station: decod }
                          - record: { topic: frames, headers: { ce_time: now }, age: 1 s }
                        """))
        .hasMessage(
            """
            t.yaml:11: tests[0].record.topic is missing
            t.yaml:12: tests[0].expect.task is missing
            t.yaml:13: tests[1].name is that of another test, too
            t.yaml:14: tests[1].record.topic must be frames or events, got "frame"; did you mean frames?
            t.yaml:15: tests[1].expect.outcome must be restored, passed, dropped, ignored or dead-letter, got "droped"; did you mean dropped?
            t.yaml:17: tests[2].record.age must be between 0 ms and 2880 min, got "3 days"
            t.yaml:17: tests[2].record.key means nothing here: rules see the key of the object
            t.yaml:17: tests[2].record.object is missing
            t.yaml:18: unknown key tests[2].expect.station; known: outcome, sink
            t.yaml:20: tests[3].record.headers must be a section of keys, got a list
            t.yaml:20: tests[3].record.object is for sources with objects, and this one has none
            t.yaml:21: tests[3].expect.station must be tag, fetch, decode, model, check, encode, publish or restore, got "decod"; did you mean decode?
            t.yaml:22: tests[4].expect is missing
            t.yaml:22: tests[4].name is missing
            t.yaml:22: tests[4].record.age means nothing beside ce_time or ce_expirytime, which win""");
  }

  @Test
  void whereTheSourcesAreWrong_testsAreNotBlamedForIt() {
    assertThatThrownBy(
            () ->
                TopologyFile.parse(
                    "t.yaml",
                    """
                    source: { topic: a b }
                    restore: { model: identity }
                    sink: { topic: out }
                    dead-letters: { topic: dead }
                    tests: [{ name: one, record: { topic: a, object: o }, expect: { outcome: passed } }]
                    """))
        .hasMessage(
            "t.yaml:1: source.topic must be 1 to 200 letters, digits, dots, dashes and underscores, got \"a b\"");
  }

  private static List<TestCase> read(String tests) {
    Path path = Path.of("folder/t.yaml");
    Section file = Settings.parse(path.toString(), TOPOLOGY + tests);
    List<TestCase> read = TopologyFile.contents(path, file).tests();
    file.check();
    return read;
  }
}

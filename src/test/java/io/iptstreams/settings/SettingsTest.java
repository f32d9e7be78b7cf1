package io.iptstreams.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void everyKindOfValue_isRead() {
    Section file =
        Settings.parse(
            "plan.yaml",
            """
            name: night
            steps: 500
            rate: 1e-4
            overlap: 12 px
            wait: 20 ms
            strict: true
            tasks: [derain, denoise-30]
            parts:
              - size: 1
              - size: 2
            kafka: { client.id: me, linger.ms: 5 }
            """);
    assertThat(file.text("name")).isEqualTo("night");
    assertThat(file.number("steps", 1, 1000)).isEqualTo(500);
    assertThat(file.decimal("rate", 0, 1)).isEqualTo(0.0001);
    assertThat(file.pixels("overlap", 0, 100, 0)).isEqualTo(12);
    assertThat(file.duration("wait", Duration.ZERO, TEN_SECONDS)).isEqualTo(Duration.ofMillis(20));
    assertThat(file.flag("strict", false)).isTrue();
    assertThat(file.texts("tasks")).containsExactly("derain", "denoise-30");
    assertThat(file.sections("parts"))
        .extracting(part -> part.number("size", 1, 9))
        .containsExactly(1, 2);
    assertThat(file.section("kafka").all()).containsEntry("linger.ms", "5").hasSize(2);
    assertThatCode(file::check).doesNotThrowAnyException();
  }

  @Test
  void whatIsAbsent_isTheDefault() {
    Section file = Settings.parse("plan.yaml", "name: night");
    assertThat(file.text("name", "day")).isEqualTo("night");
    assertThat(file.optionalSection("batch").number("max-size", 1, 64, 8)).isEqualTo(8);
    assertThat(file.sections("parts")).isEmpty();
    assertThatCode(file::check).doesNotThrowAnyException();
  }

  @Test
  void check_saysEveryMistakeAtItsLine() {
    Section file =
        Settings.parse(
            "topologies/denoise.yaml",
            """
            source: frames
            restore:
              workers: two
              batch:
                max-size: [8]
                max-delay: 20 min
              modle: ipt-nano
            name:
            restore: {}
            zebra: 1
            """);
    file.text("name");
    file.section("source").text("topic");
    file.section("sink").text("topic");
    Section restore = file.section("restore");
    restore.text("model");
    restore.number("workers", 1, 64);
    Section batch = restore.section("batch");
    batch.number("max-size", 1, 4096);
    batch.duration("max-delay", Duration.ZERO, TEN_SECONDS);

    assertThat(mistakesOf(file))
        .containsExactly(
            "topologies/denoise.yaml:1: sink is missing",
            "topologies/denoise.yaml:1: source must be a section of keys, got \"frames\"",
            "topologies/denoise.yaml:2: restore.model is missing",
            "topologies/denoise.yaml:3: restore.workers must be a whole number between 1 and 64, got \"two\"",
            "topologies/denoise.yaml:5: restore.batch.max-size must be one value, got a list",
            "topologies/denoise.yaml:6: restore.batch.max-delay must be between 0 ms and 10 s, got \"20 min\"",
            "topologies/denoise.yaml:7: unknown key restore.modle; did you mean model?",
            "topologies/denoise.yaml:8: name has no value",
            "topologies/denoise.yaml:9: restore is there already, in line 2",
            "topologies/denoise.yaml:10: unknown key zebra; known: name, restore, sink, source");
  }

  @Test
  void rangesAndWords_areFound() {
    Section file =
        Settings.parse("f.yaml", "sigma: 0.5 to 50\nquality: 10 to 40\nat: 25\nform: muon\n");
    assertThat(file.range("sigma", 0, 255)).isEqualTo(new Range(0.5, 50));
    assertThat(file.wholeRange("quality", 1, 100)).isEqualTo(new Range(10, 40));
    assertThat(file.wholeRange("at", 1, 100)).isEqualTo(new Range(25, 25));
    assertThat(file.choice("form", List.of("adamw", "muon"))).isEqualTo("muon");
    assertThat(file.choice("batches", List.of("mixed", "single"), "mixed")).isEqualTo("mixed");
    assertThatCode(file::check).doesNotThrowAnyException();
  }

  /** Limits as people write them, the value before the advice. */
  @Test
  void check_saysWhatRangesAndWordsWouldBeRight() {
    Section file =
        Settings.parse(
            "f.yaml", "rate: 1\nsigma: 50 to 5\nquality: 1.5 to 4\nform: moun\nkind: zebra\n");
    file.decimal("rate", 1e-7, 0.1);
    file.range("sigma", 1e-6, 255);
    file.wholeRange("quality", 1, 100);
    file.choice("form", List.of("adamw", "muon"));
    file.choice("kind", List.of("cat"));

    assertThat(mistakesOf(file))
        .containsExactly(
            "f.yaml:1: rate must be a number between 0.0000001 and 0.1, got \"1\"",
            "f.yaml:2: sigma must be a range within 0.000001 to 255, got \"50 to 5\"",
            "f.yaml:3: quality must be a range of whole numbers within 1 to 100, got \"1.5 to 4\"",
            "f.yaml:4: form must be adamw or muon, got \"moun\"; did you mean muon?",
            "f.yaml:5: kind must be cat, got \"zebra\"");
  }

  @Test
  void isRight_ofAKeyWithAMistake_isNo() {
    Section file = Settings.parse("f.yaml", "steps: 0\ncrop: 48\nlist: [{a: 1}]\n");
    file.number("steps", 1, 9);
    file.number("crop", 1, 100);
    file.texts("list");
    file.number("absent", 1, 9, 5);

    assertThat(file.isRight("crop", "absent")).isTrue();
    assertThat(file.isRight("crop", "steps")).isFalse();
    assertThat(file.isRight("list")).isFalse();
    assertThat(file.isRight()).isFalse();
  }

  @Test
  void ignore_leavesKeysUnread_withoutAComplaint() {
    Section file = Settings.parse("f.yaml", "quality: none\n");
    file.ignore(List.of("quality"));
    assertThatCode(file::check).doesNotThrowAnyException();
  }

  @Test
  void rejectAt_findsTheLineOfAPath_elseThatOfWhatIsAroundIt() {
    Section file = Settings.parse("f.yaml", "a: 1\nrules:\n  - one: 1\n  - two: 2\nk.e.y: 3\n");
    file.ignore(file.keys());
    file.sections("rules").forEach(Section::all);
    file.rejectAt("rules[1].two", "is odd");
    file.rejectAt("rules[1].three.four", "is missing");
    file.rejectAt("k.e.y", ": no");
    file.rejectAt("nothing", "is there");

    assertThat(file.lineAt("rules[0]")).isEqualTo(3);
    assertThat(file.hasAt("rules[1].two")).isTrue();
    assertThat(file.hasAt("rules[1].three")).isFalse();
    assertThat(mistakesOf(file))
        .containsExactly(
            "f.yaml:1: nothing is there",
            "f.yaml:4: rules[1].three.four is missing",
            "f.yaml:4: rules[1].two is odd",
            "f.yaml:5: k.e.y: no");
  }

  @Test
  void rejectAt_addsNothingToWhatIsWrongAlready() {
    Section file = Settings.parse("f.yaml", "a: { b: x, c: 1 }\nd: 1\n");
    Section a = file.section("a");
    a.number("b", 0, 9);
    a.number("c", 0, 9);
    file.number("d", 0, 9);

    assertThat(file.isRightAt("a.b")).isFalse();
    assertThat(file.isRightAt("a")).as("what is around a mistake").isFalse();
    assertThat(file.isRightAt("a.b.c")).as("what is in a mistake").isFalse();
    assertThat(file.isRightAt("a.c")).isTrue();
    file.rejectAt("a.b", "is wrong again");
    assertThat(mistakesOf(file)).hasSize(1);
  }

  @Test
  void doubts_areNoMistakes() {
    Section file = Settings.parse("f.yaml", "a: 1\nb: 2\n");
    file.all();
    file.doubtAt("b", "is large");
    file.doubtAt("a", ": so little?");

    assertThatCode(file::check).doesNotThrowAnyException();
    assertThat(file.doubts()).containsExactly("f.yaml:1: a: so little?", "f.yaml:2: b is large");
  }

  @Test
  void aListOfTheWrongThings_isNamedItemByItem() {
    Section file =
        Settings.parse("f.yaml", "rules:\n  - one\n  - { a: 1 }\nnames:\n  - { a: 1 }\n");
    file.sections("rules").forEach(rule -> rule.number("a", 0, 9));
    file.texts("names");

    assertThat(mistakesOf(file))
        .containsExactly(
            "f.yaml:2: rules[0] must be a section of keys, got \"one\"",
            "f.yaml:5: names must be a list of values, got a section");
  }

  @Test
  void read_saysWhereTheYamlBreaks() {
    assertThatThrownBy(() -> Settings.parse("f.yaml", "a: 1\nb: [1, 2\nc: 3\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("f.yaml:3: is not YAML: ");
  }

  @Test
  void read_ofNoSection_saysSo() {
    for (String yaml : List.of("", "- 1", "word")) {
      assertThatThrownBy(() -> Settings.parse("f.yaml", yaml))
          .hasMessage("f.yaml:1: must be a section of keys and values");
    }
  }

  @Test
  void read_saysWhyAFileCannotBeRead(@TempDir Path folder) throws Exception {
    Path absent = folder.resolve("absent.yaml");
    assertThatThrownBy(() -> Settings.read(absent)).hasMessage(absent + ": there is no such file");

    Path latin =
        Files.write(folder.resolve("latin.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Settings.read(latin)).hasMessage(latin + ": is not UTF-8 text");
  }

  @Test
  void read_makesNoObjectFromATag() {
    assertThatThrownBy(
            () -> Settings.parse("f.yaml", "name: !!java.net.URL [\"http://localhost\"]"))
        .hasMessageStartingWith("f.yaml:1: is not YAML: Global tag is not allowed");
  }

  @Test
  void nearest_needsAResemblance() {
    List<String> known = List.of("max-size", "max-delay", "model");
    assertThat(Spelling.nearest("maxsize", known)).contains("max-size");
    assertThat(Spelling.nearest("Modle", known)).contains("model");
    assertThat(Spelling.nearest("overlap", known)).isEmpty();
  }

  private static List<String> mistakesOf(Section file) {
    try {
      file.check();
      return List.of();
    } catch (SettingsException e) {
      return e.mistakes();
    }
  }
}

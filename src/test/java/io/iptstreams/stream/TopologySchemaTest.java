package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.settings.SettingsException;
import io.iptstreams.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whether the schema that editors use and the reader of the stage agree, file by file. */
class TopologySchemaTest {
  private static final SettingsSchema SCHEMA = SettingsSchema.of("topology");

  /** What a file needs; a line of these is left out where a case has the key itself. */
  private static final List<String> NEEDED =
      List.of(
          "source: { topic: frames }",
          "restore: { model: ipt-nano }",
          "sink: { topic: out }",
          "dead-letters: { topic: dead }");

  static final List<String> GOOD =
      List.of(
          "",
          "name: night_1.x-2",
          "name: 17",
          "sources: [{ topic: a }, { topic: b }]",
          "source: { topic: a, objects: { store: s } }\nstores: { s: { folder: f } }",
          "source: { topic: a, objects: { store: s, results: \"r/x/{folder}{name}.{task}.{ending}\" } }\nstores: { s: { folder: f } }",
          "tag: []",
          "tag: [{ when: { header: camera, is: \"yard-*\" }, task: derain }]",
          "tag: [{ when: { header: ce_last, is: true }, task: derain }]",
          "tag: [{ when: { key: 7 }, task: pass }]",
          "tag: [{ when: { topic: \"night?\" }, task: reject, sink: \"{topic}.x\" }]",
          "tag: [{ when: { key: a }, task: [derain, denoise], strength: 99, model: mine, sink: s }]",
          "tag: [{ when: { key: a }, task: [pass] }]",
          "tag: [{ when: { key: a }, task: [a, b, c, d, e, f, g, h] }]",
          "tag: [{ otherwise: pass }]",
          "tag: [{ otherwise: denoise, strength: 1, model: mine, sink: s }]",
          "tag: [{ otherwise: [deblock] }]",
          "restore: { model: out/mine, overlap: 0, workers: 1, deadline: 1 s }",
          "restore: { model: m, overlap: 1000px, workers: 64, deadline: 7min }",
          "restore: { model: m, overlap: 12 px, batch: { max-size: 4096, max-delay: 0 ms } }",
          "restore: { model: m, batch: }",
          "stores:",
          "stores: { a: { folder: f }, b: { bucket: pictures } }",
          "stores: { a: { bucket: a.b-3, prefix: in/x/, endpoint: \"http://minio:9000\", region: eu-1 } }",
          "stores: { a: { bucket: abc, prefix: \"\", endpoint: \"https://host/\" } }",
          "large: { above: 16 MiB, store: a }\nstores: { a: { folder: f } }",
          "large: { above: 512KiB, store: a }\nstores: { a: { folder: f } }",
          "sink: { topic: \"{topic}.restored\" }",
          "late: { after: 500 ms, then: pass }",
          "late: { after: 24 h, then: drop, topic: late }",
          "control: { topic: c }",
          "threads: 64",
          "kafka:",
          "kafka: { commit.interval.ms: 30, consumer.check.crcs: false, ssl.keystore.location: f }",
          "tests: []",
          "tests: [{ name: a, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: , expect: { outcome: passed, sink: out } }]",
          "tests: [{ name: a, record: { topic: frames, key: k, headers: { a: b, n: 1 }, picture: p, age: 48 h }, expect: { outcome: dropped } }]",
          "tests: [{ name: a, record: { headers: { ce_time: now } }, expect: { outcome: restored, task: derain } }]",
          "tests: [{ name: a, expect: { outcome: restored, task: [a, b], model: m, sink: s } }]",
          "tests: [{ name: a, record: { object: o }, expect: { outcome: ignored } }]\nsource: { topic: a, objects: { store: s } }\nstores: { s: { folder: f } }",
          "tests: [{ name: a, expect: { outcome: dead-letter, station: publish, reason: large } }]");

  static final List<String> BAD =
      List.of(
          "nmae: a",
          "name: a b",
          "name: " + "a".repeat(201),
          "name:",
          "source: { topic: a/b }",
          "source: frames",
          "source: { topic: a, partitions: 3 }",
          "source: { topic: a }\nsources: [{ topic: b }]",
          "sources: []",
          "sources: { topic: a }",
          "source: { topic: a, objects: { results: \"r/{key}\" } }\nstores: { s: { folder: f } }",
          "source: { topic: a, objects: { store: s, results: \"{key}\" } }\nstores: { s: { folder: f } }",
          "source: { topic: a, objects: { store: s, results: r/all.png } }\nstores: { s: { folder: f } }",
          "source: { topic: a, objects: { store: s, results: \"r/{keys}{key}\" } }\nstores: { s: { folder: f } }",
          "source: { topic: a, objects: { store: s, result: \"r/{key}\" } }\nstores: { s: { folder: f } }",
          "tag:",
          "tag: { otherwise: pass }",
          "tag: [pass]",
          "tag: [{ task: derain }]",
          "tag: [{ when: { key: a } }]",
          "tag: [{ when: { key: a }, task: derain, otherwise: pass }]",
          "tag: [{ when: { }, task: derain }]",
          "tag: [{ when: { header: a }, task: derain }]",
          "tag: [{ when: { is: a }, task: derain }]",
          "tag: [{ when: { key: a, topic: b }, task: derain }]",
          "tag: [{ when: { key: a, header: b, is: c }, task: derain }]",
          "tag: [{ when: { key: [a] }, task: derain }]",
          "tag: [{ when: { key: a }, task: De Rain }]",
          "tag: [{ when: { key: a }, task: [] }]",
          "tag: [{ when: { key: a }, task: [derain, pass] }]",
          "tag: [{ when: { key: a }, task: [a, b, c, d, e, f, g, h, i] }]",
          "tag: [{ when: { key: a }, task: derain, strength: 30 }]",
          "tag: [{ when: { key: a }, task: denoise, strength: 0 }]",
          "tag: [{ when: { key: a }, task: [denoise, derain], strength: 100 }]",
          "tag: [{ when: { key: a }, task: pass, model: m }]",
          "tag: [{ when: { key: a }, task: [reject], model: m }]",
          "tag: [{ when: { key: a }, task: pass, strength: 3 }]",
          "tag: [{ otherwise: reject, model: m }]",
          "tag: [{ otherwise: derain, strength: 3 }]",
          "tag: [{ otherwise: derain, sink: a b }]",
          "tag: [{ otherwise: pass }, { otherwise: pass }]",
          "restore: { overlap: 12 }",
          "restore: { model: m, overlap: 1001 }",
          "restore: { model: m, overlap: 12 cm }",
          "restore: { model: m, workers: 0 }",
          "restore: { model: m, workers: 65 }",
          "restore: { model: m, deadline: 10 }",
          "restore: { model: m, deadline: 10 sec }",
          "restore: { model: m, batch: { max-size: 0 } }",
          "restore: { model: m, batch: { max-size: 4097 } }",
          "restore: { model: m, batch: { max-wait: 20 ms } }",
          "restore: { model: m, batch: { max-delay: soon } }",
          "stores: [a]",
          "stores: { a: { } }",
          "stores: { a: { folder: f, bucket: pictures } }",
          "stores: { a: { bucket: UPPER } }",
          "stores: { a: { bucket: ab } }",
          "stores: { a: { bucket: abc, prefix: in } }",
          "stores: { a: { bucket: abc, prefix: /in/ } }",
          "stores: { a: { bucket: abc, prefix: ../ } }",
          "stores: { a: { bucket: abc, endpoint: minio } }",
          "stores: { a: { bucket: abc, endpoint: \"ftp://minio\" } }",
          "stores: { a: { bucket: abc, endpoint: \"http://minio/path\" } }",
          "stores: { a: { bucket: abc, region: EU } }",
          "large: { above: 4 MB, store: a }\nstores: { a: { folder: f } }",
          "large: { above: 4 MiB }\nstores: { a: { folder: f } }",
          "large: { store: a }\nstores: { a: { folder: f } }",
          "sink: { topic: \"{topics}\" }",
          "sink: out",
          "sink: { }",
          "late: { after: 1 s }",
          "late: { then: pass }",
          "late: { after: 1 s, then: wait }",
          "late: { after: 1 s, then: drop }",
          "late: { after: 1 s, then: pass, topic: late }",
          "dead-letters: { topic: a b }",
          "dead-letters: { }",
          "control: { }",
          "threads: 0",
          "threads: 65",
          "threads: many",
          "kafka: { application.id: a }",
          "kafka: { num.stream.threads: 3 }",
          "kafka: { bootstrap.servers: a }",
          "kafka: { group.instance.id: a }",
          "kafka: { acks: [all] }",
          "kafka: { acks: }",
          "tests: { name: a }",
          "tests: [{ expect: { outcome: passed } }]",
          "tests: [{ name: a }]",
          "tests: [{ name: a, expect: { } }]",
          "tests: [{ name: a, expect: passed }]",
          "tests: [{ name: a, expect: { outcome: pass } }]",
          "tests: [{ name: a, expect: { outcome: passed, task: derain } }]",
          "tests: [{ name: a, expect: { outcome: restored } }]",
          "tests: [{ name: a, expect: { outcome: restored, task: [] } }]",
          "tests: [{ name: a, expect: { outcome: restored, task: derain, reason: no } }]",
          "tests: [{ name: a, expect: { outcome: dropped, sink: s } }]",
          "tests: [{ name: a, expect: { outcome: ignored, sink: s } }]",
          "tests: [{ name: a, expect: { outcome: dead-letter } }]",
          "tests: [{ name: a, expect: { outcome: dead-letter, station: tagging } }]",
          "tests: [{ name: a, record: { headers: [a] }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { age: old }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { age: 1 s, headers: { ce_time: now } }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { age: 1 s, headers: { ce_expirytime: now } }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { keys: a }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { key: k, object: o }, expect: { outcome: passed } }]");

  /** What takes arithmetic or another place of the file; editors leave it to the command. */
  static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "name: a\nname: b",
          "sources: [{ topic: a }, { topic: a }]",
          "tag: [{ otherwise: pass }, { when: { key: a }, task: derain }]",
          "restore: { model: m, deadline: 500 ms }",
          "restore: { model: m, deadline: 8 min }",
          "restore: { model: m, batch: { max-delay: 11 s } }",
          "large: { above: 17 MiB, store: a }\nstores: { a: { folder: f } }",
          "large: { above: 1 MiB, store: b }\nstores: { a: { folder: f } }",
          "source: { topic: a, objects: { store: b } }\nstores: { a: { folder: f } }",
          "source: { topic: a, objects: { store: a, results: \"r//{key}\" } }\nstores: { a: { folder: f } }",
          "late: { after: 25 h, then: pass }",
          "late: { after: 0 s, then: pass }",
          "late: { after: 1 s, then: drop, topic: dead }",
          "sink: { topic: \"{topic}\" }",
          "dead-letters: { topic: out }",
          "control: { topic: frames }",
          "tests: [{ name: a, record: { age: 49 h }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { topic: other }, expect: { outcome: passed } }]",
          "tests: [{ name: a, record: { object: o }, expect: { outcome: passed } }]",
          "tests: [{ name: a, expect: { outcome: passed } }, { name: a, expect: { outcome: passed } }]");

  /** Spellings that a reader of texts cannot tell apart, but an editor had better mark. */
  static final List<String> BETTER_WITHOUT_QUOTES =
      List.of(
          "threads: \"4\"",
          "restore: { model: m, workers: \"4\" }",
          "tag: [{ otherwise: denoise, strength: \"25\" }]");

  @ParameterizedTest
  @FieldSource("GOOD")
  void aGoodFile_isGoodForBoth(String yaml) {
    String file = file(yaml);
    assertThat(SCHEMA.mistakes(file)).isEmpty();
    assertThatCode(() -> TopologyFile.parse("case.yaml", file)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void aBadFile_isBadForBoth(String yaml) {
    String file = file(yaml);
    assertThat(SCHEMA.mistakes(file)).isNotEmpty();
    assertThatThrownBy(() -> TopologyFile.parse("case.yaml", file))
        .isInstanceOf(SettingsException.class);
  }

  @ParameterizedTest
  @FieldSource("BEYOND_A_SCHEMA")
  void whatASchemaCannotSay_isSaidByTheReader(String yaml) {
    String file = file(yaml);
    assertThat(SCHEMA.mistakes(file)).isEmpty();
    assertThatThrownBy(() -> TopologyFile.parse("case.yaml", file))
        .isInstanceOf(SettingsException.class);
  }

  @ParameterizedTest
  @FieldSource("BETTER_WITHOUT_QUOTES")
  void aNumberInQuotes_isMarkedByEditorsOnly(String yaml) {
    String file = file(yaml);
    assertThat(SCHEMA.mistakes(file)).isNotEmpty();
    assertThatCode(() -> TopologyFile.parse("case.yaml", file)).doesNotThrowAnyException();
  }

  @Test
  void everyNeededKey_isMissedByBoth() {
    for (String needed : NEEDED) {
      String file = String.join("\n", NEEDED.stream().filter(line -> line != needed).toList());
      assertThat(SCHEMA.mistakes(file)).as("without %s", needed).isNotEmpty();
      assertThatThrownBy(() -> TopologyFile.parse("case.yaml", file))
          .isInstanceOf(SettingsException.class);
    }
  }

  @Test
  void theShippedFiles_areGood_andSayWhereTheirSchemaIs() throws IOException {
    SCHEMA.assertGood(Path.of("topologies"));
  }

  @Test
  void theSchema_isOne() {
    assertThat(SCHEMA.ownMistakes()).isEmpty();
  }

  private static String file(String yaml) {
    Stream<String> needed =
        NEEDED.stream()
            .filter(
                line -> {
                  String key = line.substring(0, line.indexOf(':'));
                  boolean its = yaml.lines().anyMatch(own -> own.startsWith(key + ":"));
                  boolean several = key.equals("source") && yaml.contains("sources:");
                  return !its && !several;
                });
    return Stream.concat(needed, yaml.lines()).reduce("", (text, line) -> text + line + "\n");
  }
}

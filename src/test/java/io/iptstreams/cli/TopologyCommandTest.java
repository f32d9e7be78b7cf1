package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyCommandTest {
  private static final String GOOD =
      """
      source: { topic: frames }
      tag: [{ when: { key: "yard-*" }, task: derain }]
      restore: { model: ipt-nano, deadline: 10 s }
      sink: { topic: frames.restored }
      dead-letters: { topic: frames.dead }
      """;

  @TempDir private Path folder;

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("topologies"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void test_ofAShippedFile_passes(Path file) {
    Spoken answer = Spoken.of("topology", "test", file.toString());
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out()).contains("ok    ").endsWith("failed 0" + System.lineSeparator());
    assertThat(answer.status()).isZero();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void validate_ofAShippedFile_findsNoMistake(Path file) {
    Spoken answer = Spoken.of("topology", "validate", file.toString());
    assertThat(answer.out()).isEqualTo(file + ": no mistakes" + System.lineSeparator());
    assertThat(answer.status()).isZero();
  }

  @Test
  void test_ofAFailingTest_saysWhatWasExpectedAndWhatCame() throws IOException {
    Path file =
        write(
            GOOD
                + """
                tests:
                  - { name: right, record: { key: yard-1 }, expect: { outcome: restored, task: derain } }
                  - name: wrong
                    record: { key: yard-1 }
                    expect: { outcome: restored, task: denoise-30, sink: elsewhere }
                  - { name: letter, expect: { outcome: dead-letter, station: tag, reason: dehaze } }
                """);
    Spoken answer = Spoken.of("topology", "test", file.toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out().lines())
        .containsExactly(
            "ok    right",
            "FAIL  "
                + file
                + ":8: wrong: expected restored by denoise-30 to elsewhere,"
                + " got restored by derain with ipt-nano to frames.restored",
            "FAIL  "
                + file
                + ":11: letter: expected dead letter of station tag: dehaze,"
                + " got dead letter of station tag: no task asked for, and no rule gives it one",
            "tests 3 = passed 1 + failed 2");
  }

  @Test
  void test_ofAFileWithMistakes_runsNothing() throws IOException {
    Path file =
        write(
            GOOD
                + "tests: [{ name: a, record: { picture: gone.png }, expect: { outcome: passed } }]\n");
    assertThat(Spoken.of("topology", "test", file.toString()))
        .isEqualTo(
            new Spoken(
                2,
                "",
                file
                    + ":6: tests[0].record.picture: there is no file "
                    + folder.resolve("gone.png")
                    + System.lineSeparator()));
  }

  @Test
  void test_ofAFileWithoutTests_saysSo() throws IOException {
    Path file = write(GOOD);
    assertThat(Spoken.of("topology", "test", file.toString()))
        .isEqualTo(new Spoken(0, file + " has no tests" + System.lineSeparator(), ""));
  }

  @Test
  void validate_saysTheMistakesOfAllFiles_andGoodFilesToo() throws IOException {
    Path good = write(GOOD + "stores: { spool: { folder: /not/there } }\n");
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            GOOD.replace("derain", "dehaze").replace("ipt-nano", "ipt-nana"));
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "source: [\n");
    Spoken answer =
        Spoken.of("topology", "validate", wrong.toString(), good.toString(), broken.toString());
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).isEqualTo(good + ": no mistakes" + System.lineSeparator());
    assertThat(answer.err().lines())
        .satisfiesExactly(
            model ->
                assertThat(model)
                    .startsWith(wrong + ":3: restore.model: no model \"ipt-nana\"")
                    .endsWith("did you mean ipt-nano?"),
            store ->
                assertThat(store)
                    .startsWith("warning: " + good + ":6: stores.spool.folder: there is no folder"),
            yaml -> assertThat(yaml).startsWith(broken + ":").contains("is not YAML"));
  }

  @Test
  void validate_asJson_isOneObject_andNothingElse() throws IOException {
    Path wrong = write(GOOD.replace("derain", "dehaze"));
    Spoken answer = Spoken.of("topology", "validate", wrong.toString(), "--json");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).isEmpty();
    JsonNode file = new ObjectMapper().readTree(answer.out()).path("files").path(0);
    assertThat(file.path("file").asText()).isEqualTo(wrong.toString());
    assertThat(file.path("good").asBoolean()).isFalse();
    assertThat(file.path("mistakes").path(0).asText())
        .startsWith(wrong + ":2: tag[0].task asks for dehaze, which model ipt-nano cannot do");
    assertThat(file.path("warnings")).isEmpty();
  }

  @Test
  void validate_ofAModelThatIsBroken_saysWhatIsWrongWithIt() throws IOException {
    Path model = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(model.resolve("card.json"), "{ \"name\": 3 ");
    Files.writeString(model.resolve("weights.safetensors"), "");
    Path file = write(GOOD.replace("ipt-nano", model.toString()));
    Spoken answer = Spoken.of("topology", "validate", file.toString());
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains(":3: restore.model: model " + model + ": card.json:");
  }

  @Test
  void validate_ofAMissingFile_saysSoInOneSentence() {
    Path missing = folder.resolve("missing.yaml");
    assertThat(Spoken.of("topology", "validate", missing.toString()))
        .isEqualTo(new Spoken(1, "", "there is no file " + missing + System.lineSeparator()));
  }

  @Test
  void explain_saysInWordsWhatTheFileStandsFor() {
    Spoken answer = Spoken.of("topology", "explain", "topologies/live-derain.yaml");
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .contains("1. header ce_stream is \"yard-*\": undo derain\n")
        .contains("undo derain, then denoise of sigma 25 or the record's own\n")
        .contains("3. all others: pass on as they are\n")
        .contains("ipt-nano: 532,591 parameters, tiles of 96 px")
        .contains("tiles that share 12 px")
        .contains("older than 2 s: passed on unrestored")
        .contains("--create --topic frames.control --partitions 4")
        .contains("Processor: restore")
        .contains("10 s a pass")
        .contains("30.1 s a transaction")
        .contains("records take at most 1,024 MiB: 4 threads × (16 MiB fetched + 48 MiB unsent)")
        .contains("every 10 ms (kafka.commit.interval.ms): 5 ms later on average");
  }

  @Test
  void explain_saysWhatBecomesOfObjectsAndLargeResults() {
    assertThat(Spoken.of("topology", "explain", "topologies/object-events.yaml").out())
        .contains("pictures.events: notifications of new objects in store pictures")
        .contains("4. all others: make dead letters")
        .contains("store pictures: s3://pictures/ on http://localhost:9000");
    assertThat(Spoken.of("topology", "explain", "topologies/media-upscale.yaml").out())
        .contains("above 4 MiB in store library, with a reference in the record")
        .contains("2. header content-type is \"image/jpeg\": undo denoise of sigma 5 or");
  }

  @Test
  void explain_ofRecordsThatDoNotFitTheHeap_saysWhatWouldHelp() throws IOException {
    Path file = write(GOOD + "kafka: { max.poll.records: 100000 }\n");
    assertThat(Spoken.of("topology", "explain", file.toString()).out())
        .contains("half of it would not be enough for them")
        .contains("start with -Xmx");
  }

  @Test
  void explain_asJson_isOneObject() throws IOException {
    Spoken answer = Spoken.of("topology", "explain", "topologies/media-upscale.yaml", "--json");
    assertThat(answer.err()).isEmpty();
    JsonNode node = new ObjectMapper().readTree(answer.out());
    assertThat(node.path("sources").path(1).path("topic").asText()).isEqualTo("media.thumbnails");
    assertThat(node.path("rules").path(1).path("tasks"))
        .hasToString("[\"denoise-5\",\"upscale-x2\"]");
    assertThat(node.path("models").path(0).path("parameters").asLong()).isEqualTo(532_591);
    assertThat(node.path("topics")).hasSize(5);
    assertThat(node.path("topics").path(0).path("maxMessageBytes").asInt()).isEqualTo(16 << 20);
    assertThat(node.path("limits").path("pass").asLong()).isEqualTo(300_000);
    assertThat(node.path("memory").path("records").asLong()).isEqualTo(1792L << 20);
    assertThat(node.path("latency").path("commitInterval").asLong()).isEqualTo(100);
    assertThat(node.path("graph").asText()).startsWith("Topologies:");
  }

  @Test
  void explain_ofAFileWithMistakes_saysThem() throws IOException {
    Path file = write(GOOD.replace("sink:", "snik:"));
    Spoken answer = Spoken.of("topology", "explain", file.toString());
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(file + ":4: unknown key snik; did you mean sink?");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("topology.yaml"), yaml);
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What all commands have in common: where they answer, and with which exit status. */
class EveryCommandTest {
  @TempDir private Path folder;

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }

  /** Words of every command and subcommand, the groups among them. */
  static Stream<String> commands() {
    List<String> all = new ArrayList<>();
    add("", Main.commandLine(Screen.none().terminal()), all);
    return all.stream();
  }

  /** All but the one that picocli makes, which takes any words. */
  static Stream<String> ownCommands() {
    return commands().filter(command -> !command.equals("generate-completion"));
  }

  private static void add(String path, CommandLine command, List<String> all) {
    all.add(path.strip());
    command.getSubcommands().forEach((name, subcommand) -> add(path + " " + name, subcommand, all));
  }

  @Test
  void thereAreAsManyAsAreKnown() {
    assertThat(commands()).hasSizeGreaterThanOrEqualTo(22).contains("", "run", "bench engine");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_isAResult(String command) {
    Spoken answer = Spoken.of(words((command + " --help").strip()));
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).startsWith("Usage: " + ("ipt-streams " + command).strip());
    assertThat(answer.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ownCommands")
  void aWordThatIsNone_isWrongUsage_andNoResult(String command) {
    Spoken answer = Spoken.of(words((command + " --dehaze").strip()));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).isNotBlank().doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"''", "bench", "models", "topology"})
  void aGroupAlone_isWrongUsage(String group) {
    Spoken answer = Spoken.of(words(group));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("Missing required subcommand");
  }

  @ParameterizedTest
  @CsvSource({
    "run MISSING --bootstrap-servers localhost:1",
    "restore MISSING OUT.png --task derain",
    "restore MISSING OUT.mp4 --task derain",
    "train MISSING --data dead-leaves",
    "bench train MISSING",
    "evaluate --task derain --data MISSING",
    "models show MISSING",
    "models import MISSING --out OUT --tasks derain",
    "models export MISSING OUT.safetensors",
    "topology validate MISSING",
    "topology explain MISSING",
    "topology test MISSING"
  })
  void aFileThatIsMissing_isAFailure_inOneSentenceThatNamesIt(String line) {
    String missing = folder.resolve("missing").toString();
    String out = folder.resolve("out").toString();
    Spoken answer = Spoken.of(words(line.replace("MISSING", missing).replace("OUT", out)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).hasLineCount(1).contains(missing).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "run t.yaml --bootstrap-servers h:1 --instances 0, --instances must be 1 to 64",
    "run t.yaml --bootstrap-servers h:1 --instances 2 --json, --json counts the frames of one",
    "run t.yaml --bootstrap-servers h:1 --device tpu, Invalid value for option '--device'",
    "run t.yaml --bootstrap-servers h:1 --embedded d, Error: --bootstrap-servers=H:P",
    "demo --seconds 0, --seconds must be above 0",
    "demo --task dehaze --exit --json, unknown task \"dehaze\"; ipt-nano knows",
    "restore a.png b.png --task derain --overlap -1, --overlap must not be negative",
    "restore a.png b.png --task derain --encoder vp8, Invalid value for option '--encoder'",
    "restore a.mp4 b.mp4 --task derain --quality 101, a quality is between 0 and 100",
    "ingest a.mp4 --task derain --topic t --bootstrap-servers h:1 --format gif, Invalid value",
    "watch none --topic t --bootstrap-servers h:1, none must be a folder that is there",
    "evaluate --task derain --data d --limit 0, --limit must be at least 1",
    "evaluate --task derain --data d --protocol lab, Invalid value for option '--protocol'",
    "bench stream --scenario ideas, Invalid value for option '--scenario'",
    "bench engine --threads 0, --threads and --batch must be 1 to 1024",
    "train p.yaml --checkpoint-every -1, --checkpoint-every must be 0 to 86400 s",
    "models import c.pt --out o --tasks !, --tasks: ",
    "models export ipt-nano o.onnx, the file must end in .safetensors or .pt"
  })
  void aValueThatCannotBe_isWrongUsage(String line, String sentence) throws IOException {
    Path topology = folder.resolve("t.yaml");
    Files.writeString(topology, Files.readString(Path.of("topologies/live-derain.yaml")));
    Spoken answer = Spoken.of(words(line.replace("t.yaml", topology.toString())));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "models list --json",
    "models show ipt-tiny --json",
    "topology validate topologies/live-derain.yaml --json",
    "topology explain topologies/live-derain.yaml --json"
  })
  void json_isOneObject_andNothingElse(String line) throws IOException {
    Spoken answer = Spoken.of(words(line));
    assertThat(answer.status()).isZero();
    assertThat(answer.err()).isEmpty();
    try (JsonParser parser = new ObjectMapper().createParser(answer.out())) {
      assertThat(parser.readValueAsTree().isObject()).isTrue();
      assertThat(parser.nextToken()).isNull();
    }
  }

  @Test
  void everyCommandThatMeasures_hasJson() {
    for (String command :
        List.of(
            "run",
            "demo",
            "evaluate",
            "bench engine",
            "bench stream",
            "bench train",
            "models list",
            "models show",
            "topology validate",
            "topology explain")) {
      assertThat(Spoken.of(words(command + " --help")).out()).as(command).contains("--json");
    }
  }

  @Test
  void theVersion_isAResult() {
    Spoken answer = Spoken.of("--version");
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).startsWith("ipt-streams ");
    assertThat(answer.err()).isEmpty();
  }
}

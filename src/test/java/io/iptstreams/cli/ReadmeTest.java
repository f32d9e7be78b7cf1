package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the program is true of it. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final String PROGRAM = "java -jar target/ipt-streams.jar ";
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

  static Stream<String> commands() throws IOException {
    return documents()
        .flatMap(ReadmeTest::lines)
        .map(line -> line.replaceFirst("^.*&& ", ""))
        .filter(line -> line.startsWith(PROGRAM) && !line.contains("["))
        .map(line -> line.substring(PROGRAM.length()));
  }

  /** With the lines that end in a backslash put together. */
  private static Stream<String> lines(Path document) {
    try {
      return Files.readString(document).replaceAll("\\\\\n\\s*", "").lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> documents() throws IOException {
    List<Path> documents;
    try (Stream<Path> files = Files.list(Path.of("src", "docs"))) {
      documents = files.filter(file -> file.toString().endsWith(".md")).toList();
    }
    return Stream.concat(Stream.of(README, Path.of("CONTRIBUTING.md")), documents.stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandThatIsWrittenDown_isUnderstood(String words) {
    String[] all = words.replaceAll("\\s+#.*", "").split(" +");
    assertThatCode(() -> Main.commandLine(Screen.none().terminal()).parseArgs(all))
        .as(words)
        .doesNotThrowAnyException();
  }

  @Test
  void thereAreCommands() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(15);
  }

  static Stream<Path> linkedFiles() throws IOException {
    return documents().flatMap(ReadmeTest::links);
  }

  private static Stream<Path> links(Path document) {
    return lines(document)
        .flatMap(line -> LINK.matcher(line).results().map(found -> found.group(1)))
        .filter(target -> !target.startsWith("http"))
        .map(target -> document.resolveSibling(target).normalize());
  }

  @ParameterizedTest
  @MethodSource("linkedFiles")
  void aFileThatIsLinked_isThere(Path file) {
    assertThat(file).exists();
  }

  @Test
  void theTopologyInTheReadme_isTheOneThatIsShipped_withoutItsTests() throws IOException {
    String readme = Files.readString(README);
    Matcher yaml = Pattern.compile("```yaml\\n(name: yard.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(yaml.find()).isTrue();
    String shipped = Files.readString(Path.of("topologies", "yard.yaml"));
    String withoutTests = shipped.substring(shipped.indexOf("name:"), shipped.indexOf("tests:"));

    assertThat(yaml.group(1)).isEqualTo(withoutTests);
  }

  @Test
  void thePlanInTheReadme_saysWhatTheShippedOneSays() throws IOException {
    String readme = Files.readString(README);
    Matcher yaml =
        Pattern.compile("```yaml\\n(name: deblock.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(yaml.find()).isTrue();

    assertThat(withoutComments(yaml.group(1)))
        .isEqualTo(
            withoutComments(
                Files.readString(Path.of("src", "main", "resources", "plans", "deblock.yaml"))));
  }

  private static List<String> withoutComments(String yaml) {
    return Arrays.stream(yaml.split("\n"))
        .map(line -> line.replaceFirst("\\s*#.*", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }
}

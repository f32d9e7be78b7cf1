package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that completes command lines, in a real bash. */
class CompletionTest {
  @TempDir private static Path folder;
  private static Path script;

  @BeforeAll
  static void generate() throws IOException {
    boolean bash =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "bash")));
    assumeTrue(bash, "there is no bash on this machine");
    Spoken answer = Spoken.of("generate-completion");
    assertThat(answer.status()).isZero();
    assertThat(answer.err()).isEmpty();
    script = Files.writeString(folder.resolve("completion"), answer.out());
    Files.writeString(folder.resolve("yard.yaml"), "");
    Files.writeString(folder.resolve("yard.png"), "");
  }

  /** What bash offers for the last of the words. */
  private static List<String> offered(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c"));
    command.add(
        """
        source "$0" || exit 1
        COMP_WORDS=(ipt-streams "$@")
        COMP_CWORD=$#
        COMP_LINE="ipt-streams $*"
        COMP_POINT=${#COMP_LINE}
        entry=$(complete -p ipt-streams) || exit 1
        [[ $entry =~ -F\\ ([^ ]+) ]] || exit 1
        ${BASH_REMATCH[1]} ipt-streams
        printf '%s\\n' "${COMPREPLY[@]}"
        """);
    command.add(script.toString());
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).directory(folder.toFile()).start();
    bash.getOutputStream().close();
    String said = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String offers = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return offers.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void commands_areCompleted() throws Exception {
    assertThat(offered("rest")).containsExactly("restore");
    assertThat(offered("topology", "val")).containsExactly("validate");
  }

  @Test
  void options_areCompleted() throws Exception {
    assertThat(offered("restore", "--self")).containsExactly("--self-ensemble");
    assertThat(offered("run", "--log")).containsExactly("--log");
  }

  @Test
  void enumerations_areCompletedInSmallLetters() throws Exception {
    assertThat(offered("restore", "--encoder", "h")).containsExactly("h264", "hevc");
    assertThat(offered("bench", "stream", "--scenario", ""))
        .containsExactly("frames", "live", "bytes");
    assertThat(offered("run", "--device", "")).containsExactly("auto", "cpu", "gpu");
    assertThat(offered("evaluate", "--protocol", "")).containsExactly("rgb", "y", "ipt");
    assertThat(offered("run", "--log", "j")).containsExactly("json");
  }

  @Test
  void modelsAndTasks_areCompleted() throws Exception {
    assertThat(offered("restore", "--model", "ipt-")).containsExactly("ipt-nano", "ipt-tiny");
    assertThat(offered("bench", "engine", "--model", "ipt-b")).containsExactly("ipt-base");
    assertThat(offered("restore", "--task", "denoise-"))
        .containsExactly("denoise-15", "denoise-25", "denoise-30", "denoise-50");
    assertThat(offered("demo", "--task", "d")).contains("derain");
  }

  @Test
  void paths_areCompletedAsFiles() throws Exception {
    assertThat(offered("run", "ya")).contains("yard.yaml");
    assertThat(offered("evaluate", "--data", "yard.p")).containsExactly("yard.png");
  }
}

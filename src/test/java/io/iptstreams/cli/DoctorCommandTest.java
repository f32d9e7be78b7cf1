package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.doctor.Finding;
import io.iptstreams.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final Finding FINE =
      new Finding("java", State.OK, "17.0.15 on Linux amd64", Optional.empty());
  private static final Finding GONE =
      new Finding("broker", State.FAIL, "none answers", Optional.of("start it"));

  @TempDir private Path folder;

  @Test
  void aFinding_isALine_andItsRemedyOneBelow() {
    assertThat(DoctorCommand.lines(FINE).lines())
        .containsExactly("ok   java        17.0.15 on Linux amd64");
    assertThat(DoctorCommand.lines(GONE).lines())
        .containsExactly("FAIL broker      none answers", "                 -> start it");
    assertThat(DoctorCommand.lines(new Finding("topology", State.SKIP, "none", Optional.empty())))
        .isEqualTo("skip topology    none" + System.lineSeparator());
  }

  @Test
  void asJson_aFinding_isAnObject() {
    assertThat(DoctorCommand.object(List.of(FINE, GONE)).toString())
        .isEqualTo(
            "{\"checks\":["
                + "{\"name\":\"java\",\"state\":\"ok\",\"found\":\"17.0.15 on Linux amd64\",\"remedy\":null},"
                + "{\"name\":\"broker\",\"state\":\"fail\",\"found\":\"none answers\",\"remedy\":\"start it\"}"
                + "],\"ok\":false}");
  }

  @Test
  void aWarning_isOk() {
    Finding slow = new Finding("processor", State.WARN, "slow", Optional.of("another"));
    assertThat(DoctorCommand.object(List.of(FINE, slow)).get("ok").asBoolean()).isTrue();
  }

  @Test
  void aWrongTopology_isWrongUsage_withEveryMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), "sorce: { topic: a }\n");
    Spoken answer = Spoken.of("doctor", file.toString());
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("unknown key sorce").contains("dead-letters is missing");
  }

  @Test
  void wrongWords_areWrongUsage() {
    assertThat(Spoken.of("doctor", "--device", "tpu").status()).isEqualTo(2);
    assertThat(Spoken.of("doctor", "--bootstrap-servers", " ").status()).isEqualTo(2);
  }
}

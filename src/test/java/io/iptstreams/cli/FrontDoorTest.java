package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontDoorTest {
  @TempDir private Path folder;

  @Test
  void help_listsTheCommands() {
    Spoken help = Spoken.of("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains(
            "demo",
            "run",
            "restore",
            "ingest",
            "egress",
            "train",
            "evaluate",
            "models",
            "topology",
            "doctor");
  }

  @Test
  void restore_withoutATask_isWrongUsage() {
    Spoken answer = Spoken.of("restore", "in.png", "out.png");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("Missing required option: '--task=T'");
  }

  @Test
  void restore_ofAMissingFile_saysSoInOneSentence() {
    Path missing = folder.resolve("missing.png");
    Spoken answer =
        Spoken.of(
            "restore",
            missing.toString(),
            folder.resolve("out.png").toString(),
            "--task",
            "derain");
    assertThat(answer)
        .isEqualTo(new Spoken(1, "", "there is no file " + missing + System.lineSeparator()));
  }

  @Test
  void restore_intoAnUnknownFormat_isWrongUsage() {
    Spoken answer = Spoken.of("restore", "in.png", "out.bmp", "--task", "derain");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith(
            "the output must end in .png, .jpg, .jpeg, .webp, .tif or .tiff, or in .mp4 or .mkv for a"
                + " video, got out.bmp");
  }

  @Test
  void restore_ofWhatIsNoPicture_namesTheFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    Spoken answer =
        Spoken.of(
            "restore", text.toString(), folder.resolve("out.png").toString(), "--task", "derain");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith(text + ": ").hasLineCount(1);
  }

  @Test
  void verbose_addsTheStackTrace() {
    Spoken answer =
        Spoken.of(
            "restore",
            folder.resolve("missing.png").toString(),
            "out.png",
            "--task",
            "derain",
            "--verbose");
    assertThat(answer.err())
        .contains("NoSuchFileException")
        .contains("at io.iptstreams.cli.RestoreCommand");
  }

  @Test
  void run_ofAWrongTopology_namesEveryMistakeWithItsLine() throws IOException {
    Path topology = folder.resolve("wrong.yaml");
    Files.writeString(
        topology,
        "sorce: { topic: a }\nrestore: { model: ipt-nano, workers: none }\nsink: { topic: b }\n");
    Spoken answer = Spoken.of("run", topology.toString(), "--bootstrap-servers", "localhost:1");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .contains("wrong.yaml:1: unknown key sorce; did you mean source?")
        .contains("wrong.yaml:2: restore.workers must be")
        .contains("dead-letters is missing");
  }

  @Test
  void run_needsABroker() {
    Spoken answer = Spoken.of("run", "topology.yaml");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("--bootstrap-servers").contains("--embedded");
  }

  @Test
  void run_ofAMissingTopology_isAFailureAndNoWrongFile() {
    Path missing = folder.resolve("missing.yaml");
    Spoken answer = Spoken.of("run", missing.toString(), "--bootstrap-servers", "localhost:1");
    assertThat(answer)
        .isEqualTo(new Spoken(1, "", "there is no file " + missing + System.lineSeparator()));
  }

  @Test
  void demo_ofNoSeconds_isWrongUsage() {
    for (String seconds : new String[] {"0", "-1", "NaN", "1e12"}) {
      Spoken answer = Spoken.of("demo", "--seconds", seconds, "--exit", "--out", folder.toString());
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.err()).startsWith("--seconds must be above 0");
    }
  }

  @Test
  void train_forNoMinutes_isWrongUsage() {
    Spoken answer = Spoken.of("train", "plan.yaml", "--data", "d", "--max-minutes", "-3");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("--max-minutes must be 1 to");
  }

  @Test
  void benchStream_ofTooFewFrames_saysTheRange() {
    Spoken answer = Spoken.of("bench", "stream", "--frames", "7");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("--frames must be 8 to 100000, got 7");
  }
}

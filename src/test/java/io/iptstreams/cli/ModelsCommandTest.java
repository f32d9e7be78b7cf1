package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir private Path folder;

  @Test
  void list_namesTheBundledModelsAndTheirTasks() {
    Spoken answer = Spoken.of("models", "list");
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .contains("ipt-nano")
        .contains("parameters")
        .contains("denoise-1 to denoise-60");
  }

  @Test
  void show_asJson_isTheCardWithParametersAndFingerprint() throws IOException {
    Spoken answer = Spoken.of("models", "show", "ipt-nano", "--json");
    JsonNode node = new ObjectMapper().readTree(answer.out());
    ModelFolder model = ModelFolder.open("ipt-nano");
    assertThat(node.path("name").asText()).isEqualTo("ipt-nano");
    assertThat(node.path("parameters").asLong()).isEqualTo(model.weights().parameters());
    assertThat(node.path("fingerprint").asText()).isEqualTo(model.fingerprint());
    assertThat(node.path("architecture").path("width").asInt())
        .isEqualTo(model.card().architecture().width());
  }

  @Test
  void show_inWords_givesOneFactPerLine() {
    assertThat(Spoken.of("models", "show", "ipt-nano").out())
        .contains("name             ipt-nano")
        .contains("window")
        .contains("fingerprint");
  }

  @Test
  void export_asSafeTensors_holdsTheWeights() throws IOException {
    Path file = folder.resolve("nano.safetensors");
    assertThat(Spoken.of("models", "export", "ipt-nano", file.toString()).status()).isZero();
    assertThat(SafeTensors.read(Files.readAllBytes(file)).weights().parameters())
        .isEqualTo(ModelFolder.open("ipt-nano").weights().parameters());
  }

  @Test
  void export_intoAnUnknownFormat_isWrongUsage() {
    Spoken answer = Spoken.of("models", "export", "ipt-nano", "nano.onnx");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualToIgnoringNewLines("the file must end in .safetensors or .pt, got nano.onnx");
  }

  @Test
  void export_ofAnUnknownTask_namesTheKnownOnes() {
    Path file = folder.resolve("nano.pt");
    Spoken answer = Spoken.of("models", "export", "ipt-nano", file.toString(), "--task", "dehaze");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith("unknown task \"dehaze\"; ipt-nano knows denoise-1 to denoise-60");
    assertThat(file).doesNotExist();
  }

  @Test
  void import_ofWhatIsNoCheckpoint_saysSoInOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.pt"), "hello");
    Path out = folder.resolve("imported");
    Spoken answer =
        Spoken.of(
            "models", "import", file.toString(), "--out", out.toString(), "--tasks", "derain");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("wrong.pt: is no file of torch.save").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void import_ofAMissingFile_saysSo() {
    Spoken answer =
        Spoken.of(
            "models",
            "import",
            "missing.pt",
            "--out",
            folder.resolve("a").toString(),
            "--tasks",
            "derain");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).isEqualToIgnoringNewLines("there is no file missing.pt");
  }

  @Test
  void import_intoAFolderThatCannotNameAModel_isWrongUsage() {
    Spoken answer =
        Spoken.of(
            "models",
            "import",
            "a.pt",
            "--out",
            folder.resolve("a b").toString(),
            "--tasks",
            "derain");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("got \"a b\"");
  }
}

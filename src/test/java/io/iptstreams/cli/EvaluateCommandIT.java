package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model on two pictures drawn here, and on a few published ones where they lie. */
class EvaluateCommandIT {
  private static final Path CBSD68 = Path.of("..", "shared", "data", "test", "CBSD68");

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void drawPictures() throws IOException {
    data = Files.createDirectory(folder.resolve("drawn"));
    draw("rings.png", 7);
    draw("wide-rings.png", 19);
  }

  private void draw(String name, double wavelength) throws IOException {
    Image picture = Image.blank(3, 72, 100);
    for (int i = 0; i < picture.samples().length; i++) {
      double fromCentre = Math.hypot(i / 100 % 72 - 36, i % 100 - 50);
      picture.samples()[i] = (float) (128 + 100 * Math.sin(fromCentre / wavelength));
    }
    Files.write(data.resolve(name), ImageCodec.encode(picture, ImageFormat.PNG));
  }

  private static Spoken evaluate(Path data, String task, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--data", data.toString()));
    words.addAll(List.of("--task", task));
    words.addAll(List.of(more));
    Spoken answer = Spoken.of(words.toArray(String[]::new));
    assertThat(answer.status()).as(answer.err()).isZero();
    return answer;
  }

  private static JsonNode json(Spoken answer) throws IOException {
    return new ObjectMapper().readTree(answer.out());
  }

  @Test
  void json_hasEveryKey() throws IOException {
    JsonNode denoised = json(evaluate(data, "denoise-50", "--json"));

    assertThat(denoised.fieldNames())
        .toIterable()
        .containsExactly(
            "model",
            "task",
            "protocol",
            "overlap",
            "images",
            "psnr",
            "ssim",
            "baseline",
            "seconds",
            "megapixels");
    assertThat(denoised.get("images").intValue()).isEqualTo(2);
    assertThat(denoised.get("baseline").textValue()).isEqualTo("FFmpeg bm3d");
    for (String metric : List.of("psnr", "ssim")) {
      assertThat(denoised.get(metric).fieldNames())
          .toIterable()
          .containsExactly("input", "baseline", "restored");
      assertThat(denoised.get(metric).get("restored").doubleValue())
          .isGreaterThan(denoised.get(metric).get("input").doubleValue());
    }
  }

  @Test
  void json_whereThereIsNothingToCompareWith_isNull() throws IOException {
    JsonNode both = json(evaluate(data, "derain,upscale-x2", "--json"));

    assertThat(both.get(0).get("baseline").isNull()).isTrue();
    assertThat(both.get(0).get("psnr").get("baseline").isNull()).isTrue();
    assertThat(both.get(1).get("baseline").textValue()).isEqualTo("bicubic");
    assertThat(both.get(1).get("ssim").get("input").isNull()).isTrue();
  }

  @Test
  void json_ofTheSameCommandTwice_differsInSecondsAlone() throws IOException {
    ObjectNode first = (ObjectNode) json(evaluate(data, "denoise-30", "--json"));
    ObjectNode second = (ObjectNode) json(evaluate(data, "denoise-30", "--json"));

    first.remove("seconds");
    second.remove("seconds");
    assertThat((JsonNode) first).isEqualTo(second);
  }

  @Test
  void text_showsTheThreeSideBySide() {
    assertThat(evaluate(data, "denoise-30", "--protocol", "ipt").out())
        .containsSubsequence(
            "denoise-30 with ipt-nano (overlap 12) on drawn: 2 pictures, ",
            "protocol ipt: Y, border 0, noise clipped to 0..255",
            "              degraded  FFmpeg bm3d     restored",
            "PSNR in dB ",
            "SSIM ");
  }

  @Test
  void text_ofRain_saysThatThereIsNoClassicalMethod() {
    assertThat(evaluate(data, "derain").out()).contains("no classical method for this task");
  }

  @Test
  void report_holdsASectionPerTask_andIsTheSameTwice() throws IOException {
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");
    evaluate(data, "denoise-30,upscale-x2", "--report", first.toString());
    evaluate(data, "denoise-30,upscale-x2", "--report", second.toString());

    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(Files.readString(first))
        .contains("denoise-30 on drawn", "upscale-x2 on drawn", "wide-rings.png");
  }

  @Test
  void report_intoAMissingFolder_isRefusedBeforeTheWork() {
    Path report = folder.resolve("none").resolve("report.html");
    Spoken answer =
        Spoken.of(
            "evaluate", "--data", "nowhere", "--task", "derain", "--report", report.toString());
    assertThat(answer)
        .isEqualTo(
            new Spoken(
                1,
                "",
                report + ": the folder of the report is not there" + System.lineSeparator()));
  }

  @Test
  void cbsd68_byBothProtocols_isAboveTheClassicalMethod() throws IOException {
    assumeTrue(Files.isDirectory(CBSD68), "skipped: there is no folder " + CBSD68);
    JsonNode rgb = json(evaluate(CBSD68, "denoise-50", "--limit", "4", "--json"));
    JsonNode ipt =
        json(evaluate(CBSD68, "denoise-50", "--limit", "4", "--json", "--protocol", "ipt"));

    for (JsonNode psnr : List.of(rgb.get("psnr"), ipt.get("psnr"))) {
      assertThat(psnr.get("baseline").doubleValue()).isGreaterThan(psnr.get("input").doubleValue());
      assertThat(psnr.get("restored").doubleValue())
          .isGreaterThan(psnr.get("baseline").doubleValue() + 1);
    }
    // Luma of clipped noise reads better; the two must not be compared.
    assertThat(ipt.get("psnr").get("restored").doubleValue())
        .isGreaterThan(rgb.get("psnr").get("restored").doubleValue() + 1);
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.media.VideoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandIT {
  private static final Pattern GAIN = Pattern.compile("gain ([-0-9.]+) dB");

  @TempDir private Path folder;

  private double gain(Spoken answer) {
    Matcher gain = GAIN.matcher(answer.out());
    assertThat(gain.find()).as(answer.toString()).isTrue();
    return Double.parseDouble(gain.group(1));
  }

  @Test
  void demo_restoresEveryFrameOfTheDrawnClip_andSaysByHowMuch() throws IOException {
    Spoken answer = Spoken.of("demo", "--seconds", "0.2", "--exit", "--out", folder.toString());
    assertThat(answer.status()).as(answer.toString()).isZero();
    assertThat(answer.out()).contains("frames in 5 = restored 5 + dead-lettered 0");
    assertThat(gain(answer)).isGreaterThan(6);
    Image picture =
        ImageCodec.decode(Files.readAllBytes(folder.resolve("before-after.png")), 1_000_000);
    try (VideoReader video = VideoReader.open(folder.resolve("restored.mp4"), 1_000_000)) {
      assertThat(video.width()).isEqualTo(picture.width());
      for (int i = 0; i < 5; i++) {
        assertThat(video.next()).isPresent();
      }
      assertThat(video.next()).isEmpty();
    }
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "before-after.png", "restored.mp4", "spoiled.mkv", "spoiled.png");
  }

  @Test
  void demo_thatUpscales_asJson_isOneObject_andNothingElse() throws IOException {
    Spoken answer =
        Spoken.of(
            "demo",
            "--seconds",
            "0.1",
            "--task",
            "upscale-x2",
            "--exit",
            "--json",
            "--out",
            folder.toString());
    assertThat(answer.status()).as(answer.toString()).isZero();
    JsonNode report;
    try (JsonParser parser = new ObjectMapper().createParser(answer.out())) {
      report = parser.readValueAsTree();
      assertThat(parser.nextToken()).isNull();
    }
    assertThat(report.path("restored").asLong()).isPositive();
    assertThat(report.path("sent")).isEqualTo(report.path("restored"));
    assertThat(report.path("psnr").path("restored").asDouble())
        .isGreaterThan(report.path("psnr").path("spoiled").asDouble());
    assertThat(report.path("video").asText()).isEqualTo(folder.resolve("restored.mp4").toString());
  }

  @Test
  void demo_leavesWhatElseLiesInItsFolder() throws IOException {
    Path precious = Files.createDirectories(folder.resolve("broker")).resolve("precious.txt");
    Files.writeString(precious, "mine");
    Spoken.of(
        "demo",
        "--input",
        folder.resolve("none.mp4").toString(),
        "--exit",
        "--out",
        folder.toString());
    assertThat(precious).hasContent("mine");
  }

  @Test
  void demo_ofAMissingClip_saysSo() {
    Path missing = folder.resolve("missing.mp4");
    Spoken answer =
        Spoken.of("demo", "--input", missing.toString(), "--exit", "--out", folder.toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("missing.mp4");
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.VideoFormat;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.media.VideoReader;
import io.iptstreams.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An official checkpoint, imported, shown and put to work, by words alone. */
class ImportCommandIT {
  private static final Path CHECKPOINT =
      Path.of(
          System.getProperty("ipt.parity", "../shared/fixtures/ipt-parity"),
          "single/checkpoint-sr2-legacy-cuda.pt");

  @TempDir private Path folder;

  @BeforeEach
  void assumeTheCheckpoint() {
    assumeTrue(Files.exists(CHECKPOINT), () -> "skipped: there is no " + CHECKPOINT);
  }

  private Spoken imported(String tasks, String... more) {
    String[] words = {
      "models", "import", CHECKPOINT.toString(), "--out", model(), "--tasks", tasks
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Spoken.of(all);
  }

  private String model() {
    return folder.resolve("double").toString();
  }

  @Test
  void imported_isShownWithItsOrigin() {
    Spoken answer = imported("upscale-x2", "--heads", "4");
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(Spoken.of("models", "show", model()).out())
        .contains("name             double")
        .contains("attentionHeads   4")
        .contains("training.importedFrom checkpoint-sr2-legacy-cuda.pt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"feathered", "official", "mindspore"})
  void imported_isMeasuredByEveryTiling(String tiling) throws IOException {
    imported("upscale-x2", "--heads", "4");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.write(
        pictures.resolve("black.png"), ImageCodec.encode(Image.blank(3, 62, 80), ImageFormat.PNG));
    Spoken answer =
        Spoken.of(
            "evaluate",
            "--model",
            model(),
            "--task",
            "upscale-x2",
            "--data",
            pictures.toString(),
            "--tiling",
            tiling,
            "--self-ensemble",
            "--json");
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("\"images\":1", "\"megapixels\":0.00124");
  }

  @Test
  void whatWeightsThatNobodyTrainedMakeOfAPicture_isRefused() throws IOException {
    imported("upscale-x2", "--heads", "4");
    Path in = folder.resolve("in.png");
    Path out = folder.resolve("out.png");
    Files.write(in, ImageCodec.encode(Image.blank(3, 31, 40), ImageFormat.PNG));
    Spoken answer =
        Spoken.of(
            "restore", in.toString(), out.toString(), "--model", model(), "--task", "upscale-x2");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith(
            "the picture restored by upscale-x2 has little to do with the one it was made of");
    assertThat(out).doesNotExist();
  }

  @Test
  void framesOfAVideoWhoseResultsAreRefused_stayAsTheyCame_andThatIsSaid() {
    imported("upscale-x2", "--heads", "4");
    Path in = folder.resolve("in.mkv");
    Path out = folder.resolve("out.mkv");
    VideoFormat format = new VideoFormat(40, 32, new Fraction(1, 1000), new Fraction(25, 1));
    try (VideoWriter writer = VideoWriter.open(in, format)) {
      writer.write(new VideoFrame(Image.blank(3, 32, 40), 0));
      writer.write(new VideoFrame(Image.blank(3, 32, 40), 40));
      writer.finish();
    }

    Spoken answer =
        Spoken.of(
            "restore", in.toString(), out.toString(), "--model", model(), "--task", "upscale-x2");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("wrote 2 frames to " + out)
        .contains(
            "frames left as they came, because of what was made of them: 2; of the first, the"
                + " picture restored by upscale-x2 has little to do with");
    try (VideoReader reader = VideoReader.open(out, 100_000)) {
      assertThat(reader.next().orElseThrow().image()).isEqualTo(Image.blank(3, 64, 80));
    }
  }

  @Test
  void imported_underATaskOfAnotherScale_saysWhichScalesThereAre() {
    Spoken answer = imported("derain", "--heads", "4");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualToIgnoringNewLines(
            "checkpoint-sr2-legacy-cuda.pt: head 0 enlarges by 2, it cannot be derain; the heads have the scales [2]");
    assertThat(folder.resolve("double")).doesNotExist();
  }

  @Test
  void imported_withHeadsThatDoNotDivideTheWidth_saysSo() {
    Spoken answer = imported("upscale-x2", "--heads", "5");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("attentionHeads must be a divisor of width 36, got 5");
  }
}

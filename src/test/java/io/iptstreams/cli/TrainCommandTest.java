package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} says before it trains. */
class TrainCommandTest {
  @TempDir private Path folder;
  private Path plan;

  @BeforeEach
  void write() throws IOException {
    plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            name: small
            tasks: [{task: denoise-50}, {task: derain}]
            architecture: {features: 4, window: 4, token: 2, width: 8, attention-heads: 2,
              feed-forward: 16, encoder-layers: 1, decoder-layers: 1, head-blocks: 1,
              head-kernel: 3, stem: 2, projection: true, image-residual: true}
            crops-per-task: 4
            steps: 10
            learning-rate: 0.001
            """);
  }

  private Spoken train(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "train";
    words[1] = plan.toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return Spoken.of(words);
  }

  @Test
  void train_ofAPlanWithMistakes_namesThem_beforeItLooksAtTheData() throws IOException {
    Files.writeString(plan, "name: x\ntasks: [{task: derain}, {task: dehaze}]\nsteps: 0\n");

    Spoken answer = train("--data", folder.resolve("none").toString());

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .contains("plan.yaml:2: tasks[1].task: unknown task \"dehaze\"")
        .contains("plan.yaml:3: steps must be")
        .contains("architecture is missing")
        .doesNotContain("none");
  }

  @Test
  void train_withoutData_saysInOneSentenceWhatToGive() {
    assertThat(train())
        .isEqualTo(
            new Spoken(
                2,
                "",
                "say what to learn from: --data DIR with clean photographs, --data dead-leaves, or"
                    + " data in "
                    + plan
                    + System.lineSeparator()));
  }

  @Test
  void train_ofAnEmptyFolder_saysWhatItFound() {
    Spoken answer = train("--data", folder.toString(), "--out", folder.resolve("out").toString());

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo(
            "training needs a picture to learn from and another one to validate with; "
                + folder
                + " has 0 JPEG and PNG files"
                + System.lineSeparator());
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** One window is 8 pixels, crops of the finish have 16. */
  @Test
  void train_ofPicturesSmallerThanTheCrops_saysHowManyThereAreAndWhatIsNeeded() throws IOException {
    byte[] small = ImageCodec.encode(Image.blank(3, 12, 40), ImageFormat.PNG);
    Files.write(folder.resolve("a.png"), small);
    Files.write(folder.resolve("b.png"), small);

    Spoken answer = train("--data", folder.toString());

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("has 2 JPEG and PNG files: 2 too small")
        .contains("40 × 12 pixels, crops need 16 a side");
  }

  @Test
  void train_takesTheCommandsDataBeforeThePlans() throws IOException {
    Files.writeString(plan, Files.readString(plan) + "data: dead-leaves\n");

    Spoken answer = train("--data", folder.resolve("none").toString());

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("the training folder " + folder.resolve("none"));
  }

  @Test
  void train_intoAFolderWithACheckpoint_asksForResume() throws IOException {
    Files.createFile(folder.resolve("checkpoint.safetensors"));

    Spoken answer = train("--data", "dead-leaves", "--out", folder.toString());

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualTo(
            folder
                + " holds a checkpoint; go on from it with --resume or choose another folder with"
                + " --out"
                + System.lineSeparator());
  }

  @Test
  void train_intoAFolderWithAFinishedModel_leavesItAlone() throws IOException {
    Files.createFile(folder.resolve("card.json"));

    Spoken answer = train("--data", "dead-leaves", "--out", folder.toString(), "--resume");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("holds a model, and no checkpoint to go on from");
  }

  @Test
  void train_intoAFolderThatCannotBeMade_saysSo_beforeItLooksAtTheData() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Spoken answer =
        train("--data", folder.resolve("none").toString(), "--out", file.resolve("out").toString());

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains(file.toString()).hasLineCount(1).doesNotContain("none");
  }

  @Test
  void train_intoAFolderWithoutPermission_saysSo_beforeItLooksAtTheData() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    assumeTrue(out.toFile().setWritable(false) && !Files.isWritable(out), "root may all");

    Spoken answer = train("--data", folder.resolve("none").toString(), "--out", out.toString());

    assertThat(answer)
        .isEqualTo(new Spoken(1, "", "no permission to use " + out + System.lineSeparator()));
  }

  @Test
  void preview_writesPictures_andSaysWhich() {
    Path pictures = folder.resolve("preview");

    Spoken answer = train("--data", "dead-leaves", "--preview", pictures.toString());

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("written: " + pictures.resolve("denoise-50-1.png"))
        .contains("written: " + pictures.resolve("derain-clip.png"))
        .hasLineCount(9);
    assertThat(pictures.resolve("derain-clip.png")).isNotEmptyFile();
  }

  @Test
  void preview_withAPlaceForAModel_isWrongUsage() {
    Spoken answer = train("--preview", "p", "--out", "o");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("--preview trains nothing; leave out --resume and --out");
  }
}

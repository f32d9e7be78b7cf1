package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code restore} of a folder with two pictures, one of them in a folder of its own. */
@Timeout(120)
class RestoreFolderIT {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void fill() throws IOException {
    from = folder.resolve("from");
    to = folder.resolve("to");
    write("gate.png", 1);
    write("yard/1.jpg", 2);
  }

  private Path write(String name, long seed) throws IOException {
    Random random = new Random(seed);
    float[] samples = new float[3 * 20 * 30];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    Path file = from.resolve(name);
    Files.createDirectories(file.getParent());
    ImageFormat format = ImageFormat.ofFileName(name).orElseThrow();
    return Files.write(file, ImageCodec.encode(new Image(3, 20, 30, samples), format));
  }

  private Spoken restore(String task, Path output) {
    return Spoken.of("restore", from.toString(), output.toString(), "--task", task);
  }

  /** Names of the pictures in a folder and below. */
  private static List<String> pictures(Path of) throws IOException {
    try (Stream<Path> files = Files.walk(of)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> of.relativize(file).toString())
          .filter(name -> !name.equals(DoneList.NAME))
          .sorted()
          .toList();
    }
  }

  private static void makeOld(Path file) throws IOException {
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  private static boolean isOld(Path file) throws IOException {
    return Files.getLastModifiedTime(file).equals(LONG_AGO);
  }

  @Test
  void theTree_isMirrored_withTheNamesAndKindsOfItsPictures() throws IOException {
    Spoken answer = restore("upscale-x2", to);

    assertThat(answer).isEqualTo(new Spoken(0, "", "pictures restored to " + to + ": 2\n"));
    assertThat(pictures(to)).containsExactly("gate.png", "yard/1.jpg");
    byte[] restored = Files.readAllBytes(to.resolve("yard/1.jpg"));
    assertThat(ImageFormat.sniff(restored)).contains(ImageFormat.JPEG);
    assertThat(ImageCodec.decode(restored, 10_000)).hasToString("3 × 40 × 60");
  }

  @Test
  void aSecondRun_doesOnlyWhatIsNewOrChanged() throws IOException {
    restore("denoise-30", to);
    write("yard/1.jpg", 3);
    write("new.png", 4);
    makeOld(to.resolve("gate.png"));
    makeOld(to.resolve("yard/1.jpg"));

    Spoken answer = restore("denoise-30", to);

    assertThat(answer.err()).isEqualTo("pictures restored to " + to + ": 2, done before: 1\n");
    assertThat(isOld(to.resolve("gate.png"))).isTrue();
    assertThat(isOld(to.resolve("yard/1.jpg"))).isFalse();
    assertThat(pictures(to)).containsExactly("gate.png", "new.png", "yard/1.jpg");
  }

  @Test
  void anotherTask_orAResultThatIsGone_isDoneAgain() throws IOException {
    restore("denoise-30", to);

    assertThat(restore("derain", to).err()).isEqualTo("pictures restored to " + to + ": 2\n");

    Files.delete(to.resolve("gate.png"));
    assertThat(restore("derain", to).err())
        .isEqualTo("pictures restored to " + to + ": 1, done before: 1\n");
    assertThat(to.resolve("gate.png")).exists();
  }

  @Test
  void aBadPicture_isNamed_andTheOthersAreRestored() throws IOException {
    Path bad = from.resolve("bad.png");
    Files.writeString(bad, "no picture");
    Files.writeString(from.resolve("notes.txt"), "no picture either");

    Spoken answer = restore("derain", to);

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(bad + ": ")
        .endsWith("pictures restored to " + to + ": 2, failed: 1\n");
    assertThat(pictures(to)).containsExactly("gate.png", "yard/1.jpg");
  }

  @Test
  void resultsInsideTheFolder_areNotRestoredOnceMore() throws IOException {
    Path inside = from.resolve("better");
    restore("derain", inside);

    Spoken answer = restore("derain", inside);

    assertThat(answer.err()).isEqualTo("pictures restored to " + inside + ": 0, done before: 2\n");
    assertThat(pictures(inside)).containsExactly("gate.png", "yard/1.jpg");
  }

  @Test
  void aLink_isNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.copy(from.resolve("gate.png"), elsewhere.resolve("secret.png"));
    Files.createSymbolicLink(from.resolve("link.png"), elsewhere.resolve("secret.png"));
    Files.createSymbolicLink(from.resolve("links"), elsewhere);

    restore("derain", to);

    assertThat(pictures(to)).containsExactly("gate.png", "yard/1.jpg");
  }

  @Test
  void aFileAsOutput_isWrongUsage() throws IOException {
    Path file = Files.writeString(folder.resolve("out.png"), "");

    Spoken answer = restore("derain", file);

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith(file + " is a file; the pictures of a folder go into");
  }
}

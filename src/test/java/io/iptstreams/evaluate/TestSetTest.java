package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSetTest {
  private static final Task DENOISE = new Task.Denoise(30);
  private static final Task DERAIN = new Task.Derain();
  private static final Task DOUBLE = new Task.Upscale(2);

  @TempDir private Path folder;

  private static Image grey(int level, int height, int width) {
    Image picture = Image.blank(3, height, width);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image clamped(Image picture) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(255, Math.max(0, samples[i]));
    }
    return new Image(picture.channels(), picture.height(), picture.width(), samples);
  }

  private void put(String name, Image picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, ImageCodec.encode(picture, ImageFormat.PNG));
  }

  @Test
  void pair_ofGivenPairs_readsBoth() throws IOException {
    put("target/a.png", grey(10, 4, 6));
    put("input/a.png", grey(50, 4, 6));

    TestPair pair = TestSet.open(folder, DERAIN, Protocol.RGB, 9).pair(0);

    assertThat(pair).isEqualTo(new TestPair("a.png", grey(50, 4, 6), grey(10, 4, 6)));
  }

  /** Rain of our own making would pass for the published one. */
  @Test
  void pair_ofGivenPairs_withoutItsInput_isRefused() throws IOException {
    put("target/a.png", grey(10, 4, 6));
    put("target/b.png", grey(10, 4, 6));
    put("input/a.png", grey(50, 4, 6));
    TestSet set = TestSet.open(folder, DERAIN, Protocol.RGB, 9);

    assertThatThrownBy(() -> set.pair(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no " + folder.resolve("input/b.png") + " for target/b.png");
  }

  /** MATLAB's modcrop: the reduction says how much of a picture of odd sides was used. */
  @Test
  void pair_ofAGivenReduction_readsItAndCropsTheCleanPicture() throws IOException {
    put("HR/a.png", grey(10, 5, 7));
    put("LR_bicubic/X2/ax2.png", grey(11, 2, 3));

    TestPair pair = TestSet.open(folder, DOUBLE, Protocol.RGB, 9).pair(0);

    assertThat(pair).isEqualTo(new TestPair("a.png", grey(11, 2, 3), grey(10, 4, 6)));
  }

  @Test
  void pair_ofACleanPicture_isReducedHere() throws IOException {
    put("a.png", grey(10, 5, 7));

    TestPair pair = TestSet.open(folder, DOUBLE, Protocol.RGB, 9).pair(0);

    assertThat(pair).isEqualTo(new TestPair("a.png", grey(10, 2, 3), grey(10, 4, 6)));
  }

  @Test
  void pair_ofACleanPicture_isSpoiledAlikeEveryTime_andEachPictureOtherwise() throws IOException {
    put("a.png", grey(10, 4, 6));
    put("b.png", grey(10, 4, 6));

    TestSet set = TestSet.open(folder, DENOISE, Protocol.RGB, 9);

    assertThat(set.pair(0)).isEqualTo(TestSet.open(folder, DENOISE, Protocol.RGB, 9).pair(0));
    assertThat(set.pair(0).degraded()).isNotEqualTo(set.pair(1).degraded());
  }

  @Test
  void pair_ofANoisyPicture_isNeitherRoundedNorClipped() throws IOException {
    put("a.png", grey(0, 8, 8));

    Image noisy = TestSet.open(folder, DENOISE, Protocol.RGB, 9).pair(0).degraded();

    assertThat(noisy).isNotEqualTo(noisy.quantised());
    assertThat(noisy).isNotEqualTo(clamped(noisy));
  }

  @Test
  void pair_ofANoisyPicture_byIptsProtocol_isTheSameNoiseClipped() throws IOException {
    put("a.png", grey(0, 8, 8));

    Image noisy = TestSet.open(folder, DENOISE, Protocol.RGB, 9).pair(0).degraded();
    Image shown = TestSet.open(folder, DENOISE, Protocol.IPT, 9).pair(0).degraded();

    assertThat(shown).isEqualTo(clamped(noisy)).isNotEqualTo(shown.quantised());
  }

  @Test
  void open_withALimit_takesTheFirstByName() throws IOException {
    put("c.png", grey(3, 2, 2));
    put("a.png", grey(1, 2, 2));
    put("b.png", grey(2, 2, 2));

    TestSet set = TestSet.open(folder, DENOISE, Protocol.RGB, 2);

    assertThat(set.size()).isEqualTo(2);
    assertThat(set.pair(0).name()).isEqualTo("a.png");
    assertThat(set.pair(1).name()).isEqualTo("b.png");
  }

  @Test
  void open_ofAnEmptyFolder_saysWhatIsMissing() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "no picture");

    assertThatThrownBy(() -> TestSet.open(folder, DENOISE, Protocol.RGB, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no PNG or JPEG files in " + folder);
  }

  @Test
  void open_ofNoFolder_namesIt() {
    assertThatThrownBy(() -> TestSet.open(folder.resolve("none"), DENOISE, Protocol.RGB, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no folder " + folder.resolve("none"));
  }

  @Test
  void pair_ofABrokenFile_namesIt() throws IOException {
    Files.writeString(folder.resolve("a.png"), "no picture");
    TestSet set = TestSet.open(folder, DENOISE, Protocol.RGB, 9);

    assertThatThrownBy(() -> set.pair(0))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(folder.resolve("a.png") + ": ");
  }

  @Test
  void pair_ofAGreyPicture_namesItAndItsShape() throws IOException {
    put("a.png", Image.blank(1, 4, 4));
    TestSet set = TestSet.open(folder, DENOISE, Protocol.RGB, 9);

    assertThatThrownBy(() -> set.pair(0))
        .isInstanceOf(ImageException.class)
        .hasMessage(folder.resolve("a.png") + ": a test picture is in colour, this is 1 × 4 × 4");
  }
}

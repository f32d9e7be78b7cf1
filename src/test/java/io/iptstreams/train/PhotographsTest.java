package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographsTest {
  @TempDir private Path folder;

  private static Image grey(int level, int side) {
    Image picture = Image.blank(3, side, side);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  /** Every sample another level, so that a crop shows where it is from and how it was turned. */
  private static Image numbered(int side) {
    Image picture = Image.blank(3, side, side);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = i % (side * side);
    }
    return picture;
  }

  private void greys(int count, int side) throws IOException {
    for (int i = 0; i < count; i++) {
      GeneratedPhotographs.write(folder, i, grey(i, side));
    }
  }

  @Test
  void read_setsEvery16thFileApart() throws IOException {
    greys(33, 4);

    Photographs photographs = Photographs.read(folder, 4);

    assertThat(photographs.trainingSize()).isEqualTo(30);
    assertThat(photographs.validationCrops(4))
        .containsExactly(grey(0, 4), grey(16, 4), grey(32, 4));
  }

  @Test
  void crop_neverShowsWhatIsSetApart() throws IOException {
    greys(20, 4);
    Photographs photographs = Photographs.read(folder, 4);
    Random random = new Random(1);

    Set<Float> levels = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      levels.add(photographs.crop(2, random).at(0, 0, 0));
    }

    assertThat(levels).hasSize(18).doesNotContain(0f, 16f);
  }

  @Test
  void read_ofABrokenFile_leavesItOut() throws IOException {
    greys(3, 4);
    Files.writeString(folder.resolve("02.png"), "no picture");

    assertThat(Photographs.read(folder, 4).trainingSize()).isEqualTo(1);
  }

  @Test
  void read_ofASmallPicture_leavesItOut() throws IOException {
    greys(3, 8);
    GeneratedPhotographs.write(folder, 2, grey(1, 7));

    assertThat(Photographs.read(folder, 8).trainingSize()).isEqualTo(1);
  }

  @Test
  void read_ofAGreyscalePicture_leavesItOut() throws IOException {
    greys(3, 4);
    GeneratedPhotographs.write(folder, 2, Image.blank(1, 4, 4));

    assertThat(Photographs.read(folder, 4).trainingSize()).isEqualTo(1);
  }

  @Test
  void read_looksAtPictureFilesOnly() throws IOException {
    greys(2, 4);
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Files.createDirectory(folder.resolve("more.png"));

    assertThat(Photographs.read(folder, 4).trainingSize()).isEqualTo(1);
  }

  @Test
  void read_ofOnePicture_saysThatBothPartsAreNeeded() throws IOException {
    greys(1, 4);

    assertThatThrownBy(() -> Photographs.read(folder, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "training needs a usable picture to learn from and one set apart (every 16th file by"
                + " name, from the first on), "
                + folder
                + " has 0 and 1");
  }

  @Test
  void read_ofNoFolder_namesIt() {
    assertThatThrownBy(() -> Photographs.read(folder.resolve("none"), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the training folder " + folder.resolve("none") + " is not there");
  }

  @Test
  void hash_changesWithTheContentOfOneFile() throws IOException {
    greys(3, 4);
    String before = Photographs.read(folder, 4).hash();
    assertThat(Photographs.read(folder, 4).hash()).isEqualTo(before).hasSize(64);

    GeneratedPhotographs.write(folder, 1, grey(200, 4));

    assertThat(Photographs.read(folder, 4).hash()).isNotEqualTo(before);
  }

  /**
   * The one training picture is 4 × 4, numbered 0 to 15 row by row; crops of 2 × 2 start in 3 × 3
   * places.
   */
  @Test
  void crop_comesFromEveryPlace_inEverySymmetry() throws IOException {
    greys(1, 4);
    GeneratedPhotographs.write(folder, 1, numbered(4));
    Photographs photographs = Photographs.read(folder, 4);
    Random random = new Random(1);

    Set<Image> crops = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      crops.add(photographs.crop(2, random));
    }

    assertThat(crops).hasSize(9 * 8);
    Set<Image> symmetriesOfTheCorner = new HashSet<>();
    for (float[] corner :
        new float[][] {
          {0, 1, 4, 5}, {1, 0, 5, 4}, {4, 5, 0, 1}, {5, 4, 1, 0},
          {0, 4, 1, 5}, {4, 0, 5, 1}, {1, 5, 0, 4}, {5, 1, 4, 0}
        }) {
      float[] samples = new float[12];
      for (int c = 0; c < 3; c++) {
        System.arraycopy(corner, 0, samples, 4 * c, 4);
      }
      symmetriesOfTheCorner.add(new Image(3, 2, 2, samples));
    }
    assertThat(crops).containsAll(symmetriesOfTheCorner);
  }

  @Test
  void validationCrops_areTheCentres() throws IOException {
    greys(2, 4);
    GeneratedPhotographs.write(folder, 0, numbered(4));

    assertThat(Photographs.read(folder, 4).validationCrops(2))
        .containsExactly(numbered(4).crop(1, 1, 2, 2));
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PhotographsTest {
  private static final PicturePlan PLAN = new PicturePlan(4, 1, 5, 1);

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  /** Level {@code number} throughout, so that a crop shows which file it is from. */
  private static Image flat(int number, int side) {
    Image picture = Image.blank(3, side, side);
    Arrays.fill(picture.samples(), number);
    return picture;
  }

  /** Each column another colour: red tells its hundreds, green the rest. */
  private static Image columns(int height, int width) {
    Image picture = Image.blank(3, height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.samples()[y * width + x] = x / 100;
        picture.samples()[(height + y) * width + x] = x % 100;
      }
    }
    return picture;
  }

  private static int column(Image crop) {
    return (int) (100 * crop.at(0, 0, 0) + crop.at(1, 0, 0));
  }

  private void flats(int count, int side) throws IOException {
    for (int i = 0; i < count; i++) {
      GeneratedPhotographs.write(folder, i, flat(i, side));
    }
  }

  private Pictures open(PicturePlan plan, int filesPerShard) throws IOException {
    return Photographs.open(folder, plan, filesPerShard, 0, told::add);
  }

  private Pictures open() throws IOException {
    return open(PLAN, Photographs.FILES_PER_SHARD);
  }

  /** The files that the crops of a step are from. */
  private static Set<Integer> files(Pictures photographs, long step) {
    Random random = new Random(step);
    Set<Integer> files = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      files.add((int) photographs.at(step).crop(2, random).at(0, 0, 0));
    }
    return files;
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::open).isInstanceOf(TrainingException.class).message().contains(words);
  }

  @Test
  void open_setsEvery16thFileApart() throws IOException {
    flats(33, 4);

    try (Pictures photographs = open()) {
      assertThat(photographs.validation()).containsExactly(flat(0, 4), flat(16, 4), flat(32, 4));
      assertThat(photographs.facts())
          .containsEntry("pictures", 30)
          .containsEntry("picturesToValidate", 3);
    }
  }

  /** 512 files: every 32nd. Levels end at 255. */
  @Test
  void open_ofManyFiles_sets16ApartOverTheWholeFolder() throws IOException {
    Image picture = flat(1, 4);
    for (int i = 0; i < 512; i++) {
      GeneratedPhotographs.write(folder, 1000 + i, i % 32 == 0 ? flat(i / 2, 4) : picture);
    }

    try (Pictures photographs = open()) {
      assertThat(photographs.validation()).hasSize(16);
      for (int i = 0; i < 16; i++) {
        assertThat(photographs.validation().get(i)).isEqualTo(flat(16 * i, 4));
      }
    }
  }

  @Test
  void open_whereTheFileToSetApartIsOfNoUse_takesTheNext() throws IOException {
    flats(4, 4);
    Files.writeString(folder.resolve("00.png"), "no picture");

    try (Pictures photographs = open()) {
      assertThat(photographs.validation()).containsExactly(flat(1, 4));
      assertThat(files(photographs, 0)).containsExactly(2, 3);
    }
  }

  @Test
  void crop_neverShowsWhatIsSetApart() throws IOException {
    flats(20, 4);

    try (Pictures photographs = open()) {
      assertThat(files(photographs, 0)).hasSize(18).doesNotContain(0, 16);
    }
  }

  /** 16 training files, four a shard, five steps a shard: an epoch is 20 steps. */
  @Test
  void crop_overAnEpoch_showsEachFileInOneShard() throws IOException {
    flats(18, 4);

    try (Pictures photographs = open(PLAN, 4)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        List<Integer> seen = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
          int step = 20 * epoch + 5 * shard;
          seen.addAll(files(photographs, step));
          assertThat(files(photographs, step + 4)).isEqualTo(files(photographs, step)).hasSize(4);
        }
        assertThat(seen).hasSize(16).doesNotHaveDuplicates().doesNotContain(0, 16);
      }
    }
  }

  @Test
  void crop_ofAStep_isTheSameWhateverWasAskedBefore() throws IOException {
    GeneratedPhotographs.write(folder, 12, 24);
    PicturePlan plan = new PicturePlan(8, 0.5, 5, 1);
    List<Image> straight = new ArrayList<>();
    try (Pictures photographs = open(plan, 3)) {
      for (int step = 0; step < 60; step++) {
        straight.add(photographs.at(step).crop(8, new Random(step)));
      }
    }

    try (Pictures resumed = Photographs.open(folder, plan, 3, 37, told::add)) {
      for (int step : new int[] {37, 38, 59, 0, 21, 22, 40}) {
        assertThat(resumed.at(step).crop(8, new Random(step)))
            .as("step %d", step)
            .isEqualTo(straight.get(step));
      }
    }
  }

  @Test
  void crop_withAnotherSeed_isAnother() throws IOException {
    GeneratedPhotographs.write(folder, 12, 24);

    try (Pictures one = open(new PicturePlan(8, 1, 5, 1), 3);
        Pictures other = open(new PicturePlan(8, 1, 5, 2), 3)) {
      assertThat(one.at(0).crop(8, new Random(1))).isNotEqualTo(other.at(0).crop(8, new Random(1)));
    }
  }

  @Test
  void crop_largerThanPlanned_isRefused() throws IOException {
    flats(2, 8);

    try (Pictures photographs = open()) {
      assertThatThrownBy(() -> photographs.at(0).crop(5, new Random(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("crops have 1 to 4 pixels a side, got 5");
    }
  }

  @Test
  void open_searchesAllFolders() throws IOException {
    flats(2, 4);
    GeneratedPhotographs.write(Files.createDirectories(folder.resolve("x/y")), 7, flat(7, 4));

    try (Pictures photographs = open()) {
      assertThat(files(photographs, 0)).containsExactly(1, 7);
    }
  }

  @Test
  void open_leavesOutWhatIsOfNoUse_andSaysWhy() throws IOException {
    flats(6, 8);
    Files.writeString(folder.resolve("02.png"), "no picture");
    GeneratedPhotographs.write(folder, 3, flat(3, 3));
    GeneratedPhotographs.write(folder, 4, Image.blank(1, 8, 8));
    Files.createSymbolicLink(folder.resolve("06.png"), folder.resolve("gone.png"));

    try (Pictures photographs = open()) {
      assertThat(files(photographs, 0)).containsExactly(1, 5);
      assertThat(photographs.facts())
          .containsEntry("pictures", 2)
          .containsEntry(
              "picturesLeftOut",
              Map.of(
                  "cannot be read",
                  1,
                  "cannot be decoded",
                  1,
                  "without colour",
                  1,
                  "too small",
                  1));
    }
    assertThat(told)
        .containsExactlyInAnyOrder(
            "left out 02.png: the 10 bytes are no PNG, JPEG, WebP or TIFF file",
            "left out 03.png: 3 × 3 pixels, crops need 4 a side",
            "left out 04.png: it is grey, which teaches no colour",
            "left out 06.png: the link leads nowhere");
  }

  @Test
  void open_ofManyBadFiles_namesTheFirstTen() throws IOException {
    flats(2, 4);
    for (int i = 2; i < 14; i++) {
      Files.writeString(folder.resolve(i + ".jpg"), "no picture");
    }

    try (Pictures photographs = open()) {
      assertThat(photographs.facts())
          .containsEntry("picturesLeftOut", Map.of("cannot be decoded", 12));
    }
    assertThat(told)
        .hasSize(11)
        .last()
        .isEqualTo("further files that cannot be used are counted, not named");
  }

  @Test
  void crop_ofLaterEpochs_countsABadFileOnce() throws IOException {
    flats(6, 4);
    Files.writeString(folder.resolve("02.png"), "no picture");

    try (Pictures photographs = open(PLAN, 3)) {
      photographs.at(0).crop(2, new Random(1));
      photographs.at(50).crop(2, new Random(1));
      photographs.at(55).crop(2, new Random(1));
      assertThat(photographs.facts())
          .containsEntry("picturesLeftOut", Map.of("cannot be decoded", 1));
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void crop_ofAShardWithNothingUsable_saysWhy() throws IOException {
    flats(4, 4);

    try (Pictures photographs = open(PLAN, 1)) {
      for (int i = 0; i < 4; i++) {
        Files.delete(folder.resolve("0" + i + ".png"));
      }
      assertThatThrownBy(() -> photographs.at(1000).crop(2, new Random(1)))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("none of the 1 files to learn from next can be used; ")
          .hasMessageContaining("cannot be read (first: 0");
    }
  }

  @Test
  void open_ofOnePicture_isRefused() throws IOException {
    flats(1, 4);

    assertRefused(
        "training needs a picture to learn from and another one to validate with; "
            + folder
            + " has 1 JPEG and PNG files");
  }

  @Test
  void open_ofAnEmptyFolder_isRefused() {
    assertRefused(folder + " has 0 JPEG and PNG files");
  }

  @Test
  void open_ofNoUsablePicture_saysAllThatIsWrong() throws IOException {
    flats(5, 3);
    Files.writeString(folder.resolve("01.png"), "no picture");

    assertRefused(
        " has 5 JPEG and PNG files: 1 cannot be decoded (first: 01.png, the 10 bytes are no PNG,"
            + " JPEG, WebP or TIFF file), 4 too small (first: 00.png, 3 × 3 pixels, crops need 4 a"
            + " side)");
  }

  @Test
  void open_ofNoFolder_namesIt() {
    assertThatThrownBy(() -> Photographs.open(folder.resolve("none"), PLAN, 0, told::add))
        .isInstanceOf(TrainingException.class)
        .hasMessage("the training folder " + folder.resolve("none") + " is not there");
  }

  /** A picture of 1000 columns, of which an epoch shows 768 in a row. */
  @Test
  void crop_ofALargePicture_isFromOneWindowAnEpoch() throws IOException {
    flats(1, 4);
    GeneratedPhotographs.write(folder, 1, columns(4, 1000));
    GeneratedPhotographs.write(folder, 2, columns(4, 1000));
    Random random = new Random(1);
    Set<Integer> everSeen = new TreeSet<>();

    try (Pictures photographs = open(PLAN, 1)) {
      for (int shard = 0; shard < 12; shard++) {
        TreeSet<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 3000; i++) {
          seen.add(column(photographs.at(5L * shard).crop(1, random)));
        }
        assertThat(seen.last() - seen.first()).isBetween(740, 767);
        everSeen.addAll(seen);
      }
    }
    assertThat(everSeen).hasSizeGreaterThan(850);
  }

  @Test
  void validation_ofALargePicture_isItsCentre() throws IOException {
    GeneratedPhotographs.write(folder, 0, columns(4, 1000));
    GeneratedPhotographs.write(folder, 1, flat(1, 4));

    try (Pictures photographs = open()) {
      assertThat(photographs.validation()).containsExactly(columns(4, 1000).crop(0, 116, 4, 768));
    }
  }

  /** Columns of a reduced copy are more than a column of the picture apart. */
  @Test
  void crop_halfTheTime_isFromAReducedCopy() throws IOException {
    flats(1, 64);
    GeneratedPhotographs.write(folder, 1, columns(64, 90));
    Random random = new Random(1);
    int reduced = 0;

    try (Pictures photographs = open(new PicturePlan(16, 0.5, 5, 1), 192)) {
      for (int i = 0; i < 400; i++) {
        Image crop = photographs.at(0).crop(16, random);
        float across =
            Math.max(
                Math.abs(crop.at(1, 0, 15) - crop.at(1, 0, 0)),
                Math.abs(crop.at(1, 15, 0) - crop.at(1, 0, 0)));
        reduced += across > 15.5 ? 1 : 0;
      }
    }

    assertThat(reduced).isCloseTo(200, within(40));
  }

  @Test
  void crop_ofAPictureThatCannotBeReduced_isFromThePicture() throws IOException {
    flats(1, 16);
    GeneratedPhotographs.write(folder, 1, columns(16, 90));
    Random random = new Random(1);

    try (Pictures photographs = open(new PicturePlan(16, 0.5, 5, 1), 192)) {
      for (int i = 0; i < 50; i++) {
        Image crop = photographs.at(0).crop(16, random);
        float across =
            Math.max(
                Math.abs(crop.at(1, 0, 15) - crop.at(1, 0, 0)),
                Math.abs(crop.at(1, 15, 0) - crop.at(1, 0, 0)));
        assertThat(across).isEqualTo(15);
      }
    }
  }

  @Test
  void crop_ofOneShard_neverWaits() throws IOException {
    flats(3, 4);

    try (Pictures photographs = open()) {
      photographs.at(0).crop(4, new Random(1));
      photographs.at(1_000_000).crop(4, new Random(1));
      assertThat(photographs.waited()).isZero();
    }
  }
}

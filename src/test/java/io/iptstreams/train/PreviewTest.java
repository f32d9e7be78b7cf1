package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crops of 32 pixels a side, the doubled ones of the finish. */
class PreviewTest {
  private static final TrainingPlan PLAN =
      SmallPlans.of(
          100, 1, Precision.FLOAT32, new Task.Denoise(50), new Task.Derain(), new Task.Upscale(2));

  private static Pictures pictures;
  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    pictures = DeadLeavesPictures.open(PLAN.pictures(), 0);
  }

  @AfterAll
  static void close() {
    pictures.close();
  }

  private Image written(String name) throws IOException {
    return ImageCodec.decode(Files.readAllBytes(folder.resolve(name)), 1 << 20);
  }

  private static Image left(Image pair) {
    return pair.crop(0, 0, pair.height(), pair.width() / 2);
  }

  private static Image right(Image pair) {
    return pair.crop(0, pair.width() / 2, pair.height(), pair.width() / 2);
  }

  @Test
  void write_givesFourPairsOfEachTask_andAClipOfRain() throws IOException {
    List<Path> files = Preview.write(PLAN, pictures, folder);

    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "denoise-50-1.png",
            "denoise-50-2.png",
            "denoise-50-3.png",
            "denoise-50-4.png",
            "derain-1.png",
            "derain-2.png",
            "derain-3.png",
            "derain-4.png",
            "derain-clip.png",
            "upscale-x2-1.png",
            "upscale-x2-2.png",
            "upscale-x2-3.png",
            "upscale-x2-4.png");
    assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
  }

  @Test
  void write_showsTheSpoiledCropBesideTheCleanOne() throws IOException {
    Preview.write(PLAN, pictures, folder);

    Image pair = written("denoise-50-1.png");
    assertThat(pair.toString()).isEqualTo("3 × 32 × 64");
    double squares = 0;
    for (int i = 0; i < 3 * 32 * 32; i++) {
      squares += Math.pow(left(pair).samples()[i] - right(pair).samples()[i], 2) / (3 * 32 * 32);
    }
    // Noise of sigma 50, a little less where it is clamped.
    assertThat(Math.sqrt(squares)).isBetween(35.0, 52.0);
  }

  @Test
  void write_ofATaskThatEnlarges_repeatsEachPixel() throws IOException {
    Preview.write(PLAN, pictures, folder);

    Image pair = written("upscale-x2-1.png");
    assertThat(pair.toString()).isEqualTo("3 × 32 × 64");
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        assertThat(pair.at(0, y, x)).isEqualTo(pair.at(0, y - y % 2, x - x % 2));
      }
    }
  }

  /** Four frames, 32 pixels each, of which no two are alike. */
  @Test
  void write_ofRain_showsItMove() throws IOException {
    Preview.write(PLAN, pictures, folder);

    Image strip = written("derain-clip.png");
    assertThat(strip.toString()).isEqualTo("3 × 32 × 128");
    assertThat(List.of(0, 32, 64, 96))
        .extracting(left -> strip.crop(0, left, 32, 32))
        .doesNotHaveDuplicates();
  }

  @Test
  void write_twice_writesTheSame() throws IOException {
    List<Path> files = Preview.write(PLAN, pictures, folder.resolve("one"));
    Preview.write(PLAN, pictures, folder.resolve("two"));

    for (Path file : files) {
      assertThat(file).hasSameBinaryContentAs(folder.resolve("two").resolve(file.getFileName()));
    }
  }
}

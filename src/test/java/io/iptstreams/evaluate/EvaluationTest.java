package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.degrade.SharedPictures;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that changes nothing: what is measured is the degraded picture and the measuring. */
class EvaluationTest {
  private static final Task DENOISE = new Task.Denoise(50);
  private static final Task DERAIN = new Task.Derain();
  private static final Task DOUBLE = new Task.Upscale(2);

  @TempDir private Path folder;

  private static Evaluation of(Task task, Path folder, Protocol protocol, int limit)
      throws IOException {
    try (IdentityModel model = new IdentityModel(96, List.of(task));
        Restorer restorer =
            Restorer.open(model, new BatchPolicy(8, Duration.ZERO), 1, Limits.defaults())) {
      return Evaluation.of(restorer, task, folder, protocol, limit);
    }
  }

  private void put(String name, int level, int height, int width) throws IOException {
    Image picture = Image.blank(3, height, width);
    Arrays.fill(picture.samples(), level);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, ImageCodec.encode(picture, ImageFormat.PNG));
  }

  /** Off by 10 and by 20 levels: 28.1308 and 22.1102 dB, their mean 25.1205 dB. */
  @Test
  void of_pairs_isTheMeanOfTheirDecibels() throws IOException {
    put("target/a.png", 100, 5, 7);
    put("input/a.png", 110, 5, 7);
    put("target/b.png", 100, 4, 4);
    put("input/b.png", 120, 4, 4);

    Evaluation evaluation = of(DERAIN, folder, Protocol.RGB, 9);

    assertThat(evaluation.images()).isEqualTo(2);
    assertThat(evaluation.restored()).isCloseTo(25.1205, within(1e-4));
    assertThat(evaluation.megapixels()).isCloseTo(51e-6, within(1e-12));
  }

  @Test
  void of_aModelThatChangesNothing_restoresToTheInput() throws IOException {
    put("target/a.png", 100, 5, 7);
    put("input/a.png", 110, 5, 7);

    Evaluation evaluation = of(DERAIN, folder, Protocol.Y, 9);

    assertThat(evaluation.input()).hasValue(evaluation.restored());
    assertThat(evaluation.baseline()).isEmpty();
  }

  @Test
  void of_aTaskThatEnlarges_comparesWithBicubicInsteadOfTheInput() throws IOException {
    put("HR/a.png", 100, 12, 16);
    put("LR_bicubic/X2/ax2.png", 110, 6, 8);

    Evaluation evaluation = of(DOUBLE, folder, Protocol.RGB, 9);

    assertThat(evaluation.input()).isEmpty();
    assertThat(evaluation.baseline())
        .hasValueSatisfying(
            baseline -> {
              assertThat(baseline.name()).isEqualTo("bicubic");
              assertThat(baseline.psnr()).isCloseTo(28.1308, within(1e-4));
            });
  }

  /** The values of the data's README, computed there by another program. */
  @Test
  void of_rain100L_findsThePublishedInput() throws IOException {
    Path rain100L = SharedPictures.folder("Rain100L-dev");

    assertThat(of(DERAIN, rain100L, Protocol.Y, 99).input().orElseThrow())
        .isCloseTo(26.935, within(5e-4));
    assertThat(of(DERAIN, rain100L, Protocol.RGB, 99).input().orElseThrow())
        .isCloseTo(25.579, within(5e-4));
  }

  /** Unclipped noise of sigma 50: 20 · log10(255 / 50) = 14.15 dB. */
  @Test
  void of_cbsd68WithNoise_findsTheNoise() throws IOException {
    Path cbsd68 = SharedPictures.folder("CBSD68");

    assertThat(of(DENOISE, cbsd68, Protocol.RGB, 99).input().orElseThrow())
        .isCloseTo(14.15, within(0.01));
  }

  /** 33.66 dB is the published bicubic baseline of Set5 ×2, on luma, two pixels left out. */
  @Test
  void of_set5_findsThePublishedBicubicBaseline() throws IOException {
    Path set5 = SharedPictures.folder("Set5");

    assertThat(of(DOUBLE, set5, Protocol.Y, 99).baseline().orElseThrow().psnr())
        .isBetween(33.66, 33.69);
  }
}

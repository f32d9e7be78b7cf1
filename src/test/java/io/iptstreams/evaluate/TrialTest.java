package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that changes nothing: what is measured is the degraded picture and the measuring. */
class TrialTest {
  private static final Task DENOISE = new Task.Denoise(50);
  private static final Task DERAIN = new Task.Derain();
  private static final Task DOUBLE = new Task.Upscale(2);

  @TempDir private Path folder;

  private final List<Outcome> outcomes = new ArrayList<>();

  private Evaluation of(Task task, Path folder, Protocol protocol, int limit) throws IOException {
    try (IdentityModel model = new IdentityModel(96, List.of(task));
        Restorer restorer =
            Restorer.open(model, new BatchPolicy(8, Duration.ZERO), 1, Limits.defaults())) {
      Optional<ClassicalMethod> classical =
          task.scale() > 1 ? Optional.of(ClassicalMethod.bicubic(task.scale())) : Optional.empty();
      return new Trial(task, folder, protocol, limit, classical).run(restorer, outcomes::add);
    }
  }

  private static double inputPsnr(Evaluation evaluation) {
    return evaluation.mean().input().orElseThrow().psnr();
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
  void run_ofPairs_isTheMeanOfTheirDecibels() throws IOException {
    put("target/a.png", 100, 11, 17);
    put("input/a.png", 110, 11, 17);
    put("target/b.png", 100, 14, 14);
    put("input/b.png", 120, 14, 14);

    Evaluation evaluation = of(DERAIN, folder, Protocol.RGB, 9);

    assertThat(evaluation.images()).isEqualTo(2);
    assertThat(evaluation.mean().restored().psnr()).isCloseTo(25.1205, within(1e-4));
    assertThat(evaluation.megapixels()).isCloseTo(383e-6, within(1e-12));
    assertThat(outcomes).extracting(Outcome::name).containsExactly("a.png", "b.png");
    assertThat(outcomes.get(1).scores().restored().psnr()).isCloseTo(22.1102, within(1e-4));
  }

  @Test
  void run_ofAClip_measuresItsFlicker_andSteadiedItIsLess() throws IOException {
    put("a.png", 100, 32, 32);
    put("b.png", 100, 32, 32);
    put("c.png", 100, 32, 32);

    Flicker clip = flicker(Sequence.CLIP);
    Flicker steadied = flicker(Sequence.STEADIED_CLIP);

    // They differ by the rounding to levels.
    assertThat(clip.restored().orElseThrow())
        .isCloseTo(clip.degraded().orElseThrow(), within(0.05));
    assertThat(steadied.degraded()).isEqualTo(clip.degraded());
    assertThat(steadied.restored().orElseThrow()).isLessThan(0.9 * clip.restored().orElseThrow());
  }

  @Test
  void run_ofAClipWhosePicturesDifferInSize_isRefused() throws IOException {
    put("a.png", 100, 32, 32);
    put("b.png", 100, 32, 40);

    assertThatThrownBy(() -> flicker(Sequence.CLIP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "b.png is 3 × 32 × 40, a.png before it 3 × 32 × 32; the frames of a clip have one"
                + " size");
  }

  private Flicker flicker(Sequence sequence) throws IOException {
    Task slight = new Task.Denoise(3);
    try (IdentityModel model = new IdentityModel(96, List.of(slight));
        Restorer restorer =
            Restorer.open(model, new BatchPolicy(8, Duration.ZERO), 1, Limits.defaults())) {
      return new Trial(slight, folder, Protocol.RGB, 9, Optional.empty(), sequence)
          .run(restorer, outcomes::add)
          .flicker()
          .orElseThrow();
    }
  }

  @Test
  void run_ofAModelThatChangesNothing_restoresToTheInput() throws IOException {
    put("target/a.png", 100, 15, 17);
    put("input/a.png", 110, 15, 17);

    Scores mean = of(DERAIN, folder, Protocol.Y, 9).mean();

    assertThat(mean.input()).hasValue(mean.restored());
    assertThat(mean.baseline()).isEmpty();
  }

  @Test
  void run_ofATaskThatEnlarges_comparesWithBicubicInsteadOfTheInput() throws IOException {
    put("HR/a.png", 100, 12, 16);
    put("LR_bicubic/X2/ax2.png", 110, 6, 8);

    Scores mean = of(DOUBLE, folder, Protocol.RGB, 9).mean();

    assertThat(mean.input()).isEmpty();
    assertThat(mean.baseline().orElseThrow().psnr()).isCloseTo(28.1308, within(1e-4));
  }

  @Test
  void run_twice_givesTheSameScores() throws IOException {
    put("a.png", 100, 12, 16);
    put("b.png", 200, 12, 16);

    assertThat(of(DENOISE, folder, Protocol.IPT, 9).mean())
        .isEqualTo(of(DENOISE, folder, Protocol.IPT, 9).mean());
  }

  @Test
  void run_ofAPictureTooSmallForSsim_namesIt() throws IOException {
    put("HR/a.png", 100, 14, 16);

    assertThatThrownBy(() -> of(DOUBLE, folder, Protocol.Y, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a.png is 3 × 14 × 16; a test picture has at least 15 × 15 pixels, as SSIM needs them");
  }

  /** The values of the data's README, computed there by another program. */
  @Test
  void run_ofRain100L_findsThePublishedInput() throws IOException {
    Path rain100L = SharedPictures.folder("Rain100L-dev");

    assertThat(inputPsnr(of(DERAIN, rain100L, Protocol.Y, 99))).isCloseTo(26.935, within(5e-4));
    assertThat(inputPsnr(of(DERAIN, rain100L, Protocol.RGB, 99))).isCloseTo(25.579, within(5e-4));
  }

  /** Unclipped noise of sigma 50: 20 · log10(255 / 50) = 14.15 dB. */
  @Test
  void run_ofCbsd68WithNoise_findsTheNoise() throws IOException {
    Path cbsd68 = SharedPictures.folder("CBSD68");

    assertThat(inputPsnr(of(DENOISE, cbsd68, Protocol.RGB, 99))).isCloseTo(14.15, within(0.01));
  }

  /** 33.66 dB is the published bicubic baseline of Set5 ×2, on luma, two pixels left out. */
  @Test
  void run_ofSet5_findsThePublishedBicubicBaseline() throws IOException {
    Path set5 = SharedPictures.folder("Set5");

    assertThat(of(DOUBLE, set5, Protocol.Y, 99).mean().baseline().orElseThrow().psnr())
        .isBetween(33.66, 33.69);
  }
}

package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import io.iptstreams.restore.RestorationException.Station;
import io.iptstreams.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputGuardTest {
  private static final List<Task> DENOISE = List.of(Task.of("denoise-15"));
  private static final List<Task> DERAIN = List.of(Task.of("derain"));
  private static final List<Task> DOUBLE = List.of(Task.of("upscale-x2"));

  private final Random random = new Random(11);
  private final Image scene = waves(3, 40, 56);

  @Test
  void aPictureLikeTheOneItWasMadeOf_passes() {
    assertThatCode(() -> OutputGuard.check(noisy(scene, 20), scene, DERAIN))
        .doesNotThrowAnyException();
  }

  @Test
  void aBlackPicture_isRefused() {
    assertThatThrownBy(() -> OutputGuard.check(scene, flat(3, 40, 56, 0), DERAIN))
        .isInstanceOf(RestorationException.class)
        .hasMessage(
            "the picture restored by derain is flat, which the picture it was made of is not");
  }

  @Test
  void whatIsRefused_failsAtTheCheck() {
    RestorationException refused =
        catchThrowableOfType(
            RestorationException.class,
            () -> OutputGuard.check(scene, flat(3, 40, 56, 255), DERAIN));

    assertThat(refused.station()).isEqualTo(Station.CHECK);
  }

  @Test
  void aBlackPictureOfOneThatIsNearlyBlackAndNoisy_passes() {
    Image night = noisy(flat(3, 40, 56, 0), 25);

    assertThatCode(
            () -> OutputGuard.check(night, flat(3, 40, 56, 10), List.of(Task.of("denoise-25"))))
        .doesNotThrowAnyException();
  }

  @Test
  void aPatternOfDotsThatIsSmoothed_isNoReasonToRefuse() {
    Image dots = flat(3, 40, 56, 0);
    for (int i = 0; i < dots.samples().length; i++) {
      dots.samples()[i] = (i % 56 + i / 56) % 2 * 255;
    }
    Image smooth = noisy(flat(3, 40, 56, 128), 3);

    assertThatCode(() -> OutputGuard.check(dots, smooth, DENOISE)).doesNotThrowAnyException();
  }

  @Test
  void denseRainThatIsTakenAway_isNoReasonToRefuse() {
    Image rainy = flat(3, 40, 56, 0);
    for (int i = 0; i < rainy.samples().length; i++) {
      rainy.samples()[i] = Math.min(255, scene.samples()[i] + (random.nextInt(10) < 7 ? 130 : 0));
    }

    assertThatCode(() -> OutputGuard.check(rainy, scene, DERAIN)).doesNotThrowAnyException();
  }

  @Test
  void theNegativeOfAPicture_isRefused() {
    assertThatThrownBy(() -> OutputGuard.check(scene, negative(scene), DENOISE))
        .hasMessageMatching(
            "the picture restored by denoise-15 has little to do with the one it was made of:"
                + " [0-9]\\.[0-9] dB to that, at least 10\\.0 are expected");
  }

  @Test
  void noiseInPlaceOfAPicture_isRefused() {
    Image noise = flat(3, 40, 56, 0);
    for (int i = 0; i < noise.samples().length; i++) {
      noise.samples()[i] = random.nextFloat() * 255;
    }

    assertThatThrownBy(() -> OutputGuard.check(scene, noise, DENOISE))
        .hasMessageContaining("has little to do with the one it was made of");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 50, 99})
  void noiseThatIsTakenAway_isNoReasonToRefuse(int sigma) {
    List<Task> denoise = List.of(Task.of("denoise-" + sigma));

    assertThatCode(() -> OutputGuard.check(noisy(scene, sigma), scene, denoise))
        .doesNotThrowAnyException();
  }

  @Test
  void threeTimesTheNoiseThatWasSaid_isNoReasonToRefuse() {
    assertThatCode(() -> OutputGuard.check(noisy(scene, 45), scene, List.of(Task.of("denoise-15"))))
        .doesNotThrowAnyException();
  }

  @Test
  void anEnlargedPicture_isComparedInTheSizeItHad() {
    Image large = Resampler.bicubic(scene, 80, 112);

    assertThatCode(() -> OutputGuard.check(scene, large, DOUBLE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> OutputGuard.check(scene, negative(large), DOUBLE))
        .hasMessageContaining("has little to do with the one it was made of");
  }

  @Test
  void aPictureOfTheWrongSize_isRefused() {
    assertThatThrownBy(() -> OutputGuard.check(scene, scene, DOUBLE))
        .hasMessage("the restored picture is 3 × 40 × 56, expected 3 × 80 × 112");
  }

  @Test
  void aSampleThatIsNoNumber_isRefused() {
    Image spoilt = new Image(3, 40, 56, scene.samples().clone());
    spoilt.samples()[5] = Float.NaN;

    assertThatThrownBy(() -> OutputGuard.check(scene, spoilt, DERAIN))
        .hasMessage("the picture restored by derain holds samples that are no numbers");
  }

  @Test
  void alpha_isNotLookedAt() {
    Image cutOut = Colours.joined(scene, flat(1, 40, 56, 255));
    Image transparent = Colours.joined(scene, flat(1, 40, 56, 0));

    assertThatCode(() -> OutputGuard.check(cutOut, transparent, DERAIN)).doesNotThrowAnyException();
  }

  @Test
  void aSinglePixel_passesAsItIs() {
    Image pixel = flat(1, 1, 1, 77);

    assertThatCode(() -> OutputGuard.check(pixel, pixel, DERAIN)).doesNotThrowAnyException();
  }

  private Image noisy(Image picture, int sigma) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      float noisy = samples[i] + (float) (sigma * random.nextGaussian());
      samples[i] = Math.min(255, Math.max(0, noisy));
    }
    return new Image(picture.channels(), picture.height(), picture.width(), samples);
  }

  private static Image negative(Image picture) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 255 - samples[i];
    }
    return new Image(picture.channels(), picture.height(), picture.width(), samples);
  }

  private static Image waves(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    int next = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double level = 128 + 110 * Math.sin(x / 7.0 + c) * Math.cos(y / 9.0);
          picture.samples()[next++] = (float) level;
        }
      }
    }
    return picture;
  }

  private static Image flat(int channels, int height, int width, float value) {
    Image picture = Image.blank(channels, height, width);
    Arrays.fill(picture.samples(), value);
    return picture;
  }
}

package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityTest {
  private final Random random = new Random(2);

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 50})
  void noise_isEstimatedFromThePictureAlone(int sigma) {
    Image slope = slope(3, 200, 200);
    Image noisy = noisy(slope, sigma);

    Quality quality = Quality.of(noisy, slope, x -> false);

    assertThat(quality.noiseBefore()).isCloseTo(sigma, within(0.05 * sigma));
    assertThat(quality.noiseAfter()).isCloseTo(0, within(1e-3));
  }

  @Test
  void psnrToInput_isThatOfTheNoiseThatWasTakenAway() {
    Image slope = slope(3, 200, 200);

    assertThat(Quality.of(noisy(slope, 10), slope, x -> false).psnrToInput())
        .isCloseTo(20 * Math.log10(25.5), within(0.1));
    assertThat(Quality.of(slope, slope, x -> false).psnrToInput()).isInfinite();
  }

  @Test
  void seams_areOne_whereTilesLeaveNoTrace() {
    Image noise = noisy(slope(1, 200, 400), 20);

    assertThat(Quality.of(noise, noise, x -> x % 50 == 0).seams()).isCloseTo(1, within(0.1));
  }

  @Test
  void seams_areMore_whereTilesDiffer() {
    Image picture = noisy(slope(1, 200, 400), 2);
    Image tiled = new Image(1, 200, 400, picture.samples().clone());
    for (int i = 0; i < tiled.samples().length; i++) {
      tiled.samples()[i] += i % 400 / 50 % 2 * 10;
    }

    assertThat(Quality.of(picture, tiled, x -> x % 50 == 0).seams()).isGreaterThan(3);
  }

  @Test
  void whatAPictureIsTooSmallFor_isNoNumber() {
    Image pixel = Image.blank(3, 1, 1);

    Quality quality = Quality.of(pixel, pixel, x -> true);

    assertThat(quality.noiseBefore()).isNaN();
    assertThat(quality.seams()).isNaN();
  }

  private static Image slope(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = 60 + i % width * 0.3f;
    }
    return picture;
  }

  private Image noisy(Image picture, int sigma) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (sigma * random.nextGaussian());
    }
    return new Image(picture.channels(), picture.height(), picture.width(), samples);
  }
}

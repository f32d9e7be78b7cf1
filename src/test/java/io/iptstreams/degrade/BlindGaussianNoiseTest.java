package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlindGaussianNoiseTest {
  private static final Image BLACK = Image.blank(3, 32, 32);

  /** Of 3072 samples, so to 1.3 %. */
  private static double deviation(Image noise) {
    double squares = 0;
    for (float sample : noise.samples()) {
      squares += (double) sample * sample;
    }
    return Math.sqrt(squares / noise.samples().length);
  }

  @Test
  void spoil_drawsAStrengthForEachPicture_evenlyBetweenTheLimits() {
    Random random = new Random(1);
    double sum = 0;
    double least = 255;
    double most = 0;
    for (int i = 0; i < 200; i++) {
      double sigma = deviation(new BlindGaussianNoise(10, 50).spoil(BLACK, random));
      sum += sigma;
      least = Math.min(least, sigma);
      most = Math.max(most, sigma);
    }
    assertThat(least).isBetween(9.0, 12.0);
    assertThat(most).isBetween(48.0, 53.0);
    assertThat(sum / 200).isCloseTo(30, within(3.0));
  }

  @Test
  void ofClip_keepsTheStrength_andDrawsOtherNoiseForEachFrame() {
    ClipDegradation clip = new BlindGaussianNoise(10, 50).ofClip(7);

    Image first = clip.spoil(BLACK, 0);

    assertThat(deviation(clip.spoil(BLACK, 1))).isCloseTo(deviation(first), within(2.5));
    assertThat(clip.spoil(BLACK, 1)).isNotEqualTo(first);
    assertThat(clip.spoil(BLACK, 0)).isEqualTo(first);
  }

  @Test
  void construction_ofLimitsTheWrongWayRound_saysSo() {
    assertThatThrownBy(() -> new BlindGaussianNoise(50, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigma must be 0 to 255, the lowest first, got 50.0 to 5.0");
  }
}

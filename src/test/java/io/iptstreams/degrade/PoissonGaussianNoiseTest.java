package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonGaussianNoiseTest {
  private static Image grey(float level, int side) {
    Image picture = Image.blank(3, side, side);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static double mean(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return sum / samples.length;
  }

  private static double variance(float[] samples) {
    double mean = mean(samples);
    double squares = 0;
    for (float sample : samples) {
      squares += (sample - mean) * (sample - mean);
    }
    return squares / samples.length;
  }

  /**
   * 255² · (0.01 · x + 0.02²) at x = 0, 0.1, 0.2, 0.6 and 1: 10 photons are counted, 20 and more
   * approximated. Of 120 000 samples the variance strays by √(2 / 120 000) = 0.4 %, with the
   * heavier tail of few photons 0.5 %; the mean by at most 26 / √120 000 = 0.08.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 26.01",
    "25.5, 91.035",
    "51, 156.06",
    "153, 416.16",
    "255, 676.26",
  })
  void spoil_hasVarianceShotTimesLightPlusReadSquared(float level, double expected) {
    float[] spoiled =
        new PoissonGaussianNoise(0.01, 0.01, 0.02, 0.02)
            .spoil(grey(level, 200), new Random(1))
            .samples();

    assertThat(variance(spoiled)).isCloseTo(expected, within(0.02 * expected));
    assertThat(mean(spoiled)).isCloseTo(level, within(0.3));
  }

  /** A photon is 0.01 · 255 = 2.55 levels; of two expected, none come with chance e^-2 = 0.135. */
  @Test
  void spoil_inTheDark_countsWholePhotons() {
    float[] spoiled =
        new PoissonGaussianNoise(0.01, 0.01, 0, 0).spoil(grey(5.1f, 100), new Random(2)).samples();

    int none = 0;
    for (float sample : spoiled) {
      double photons = sample / 2.55;
      assertThat(photons).isCloseTo(Math.rint(photons), within(1e-3));
      none += Math.rint(photons) == 0 ? 1 : 0;
    }
    assertThat((double) none / spoiled.length).isCloseTo(Math.exp(-2), within(0.01));
  }

  /** Below black there is no light: only the amplifier is heard. */
  @Test
  void spoil_belowBlack_addsReadNoiseOnly() {
    float[] spoiled =
        new PoissonGaussianNoise(0.01, 0.01, 0.02, 0.02)
            .spoil(grey(-10, 200), new Random(3))
            .samples();

    assertThat(mean(spoiled)).isCloseTo(-10, within(0.1));
    assertThat(Math.sqrt(variance(spoiled))).isCloseTo(0.02 * 255, within(0.05));
  }

  /** The middle of 0.0001 and 0.01 is 0.001: half the pictures have less. */
  @Test
  void spoil_drawsShotUniformlyInItsLogarithm() {
    PoissonGaussianNoise noise = new PoissonGaussianNoise(0.0001, 0.01, 0, 0);
    Random random = new Random(4);
    int below = 0;
    int pictures = 1000;
    for (int i = 0; i < pictures; i++) {
      double shot = variance(noise.spoil(grey(255, 12), random).samples()) / 255 / 255;
      assertThat(shot).isBetween(0.00007, 0.015);
      below += shot < 0.001 ? 1 : 0;
    }
    assertThat((double) below / pictures).isCloseTo(0.5, within(0.05));
  }

  @Test
  void spoil_withEqualSeeds_spoilsAlike() {
    PoissonGaussianNoise noise = new PoissonGaussianNoise(0.0001, 0.012, 0.001, 0.03);

    Image spoiled = noise.spoil(grey(90, 8), new Random(5));

    assertThat(spoiled).isEqualTo(noise.spoil(grey(90, 8), new Random(5)));
    assertThat(spoiled).isNotEqualTo(noise.spoil(grey(90, 8), new Random(6)));
  }

  /** Two frames are as noisy, but not of the same noise. */
  @Test
  void ofClip_keepsTheSensor_andDrawsNewNoise() {
    ClipDegradation clip = new PoissonGaussianNoise(0.0001, 0.012, 0.001, 0.03).ofClip(1);

    Image first = clip.spoil(grey(90, 100), 0);
    Image second = clip.spoil(grey(90, 100), 1);

    double expected = variance(first.samples());
    assertThat(second).isNotEqualTo(first);
    assertThat(variance(second.samples())).isCloseTo(expected, within(0.05 * expected));
    assertThat(clip.spoil(grey(90, 100), 0)).isEqualTo(first);
  }

  @Test
  void construction_ofImpossibleNoise_saysTheRange() {
    assertThatThrownBy(() -> new PoissonGaussianNoise(0, 0.01, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shot must be above 0 and at most 1 (white), the lowest first, got 0.0 to 0.01");
    assertThatThrownBy(() -> new PoissonGaussianNoise(0.1, 0.01, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shot must be above 0 and at most 1 (white), the lowest first, got 0.1 to 0.01");
    assertThatThrownBy(() -> new PoissonGaussianNoise(0.01, 0.01, 0, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "read must be above 0 and at most 1 (white), the lowest first, or 0 to 0,"
                + " got 0.0 to 0.1");
    assertThatThrownBy(() -> new PoissonGaussianNoise(0.01, 0.01, 0.01, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("read must be above 0");
  }
}

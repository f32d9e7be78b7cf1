package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
  private static Image grey(float level, int side) {
    Image picture = Image.blank(3, side, side);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image clamped(Image picture) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(255, Math.max(0, samples[i]));
    }
    return new Image(3, picture.height(), picture.width(), samples);
  }

  /** 120 000 samples: the mean strays by 30 / √120000 = 0.087, sigma by 30 / √240000 = 0.061. */
  @Test
  void spoil_addsNoMeanAndTheStatedDeviation() {
    float[] spoiled = new GaussianNoise(30).spoil(grey(100, 200), new Random(1)).samples();

    double sum = 0;
    double squares = 0;
    for (float sample : spoiled) {
      sum += sample - 100;
      squares += (sample - 100) * (sample - 100);
    }
    assertThat(sum / spoiled.length).isCloseTo(0, within(0.3));
    assertThat(Math.sqrt(squares / spoiled.length)).isCloseTo(30, within(0.25));
  }

  /** Correlation of neighbours and of channels strays by 1 / √n = 0.005. */
  @Test
  void spoil_isIndependentFromSampleToSample() {
    Image spoiled = new GaussianNoise(1).spoil(grey(0, 200), new Random(2));

    double neighbours = 0;
    double channels = 0;
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 199; x++) {
        neighbours += spoiled.at(0, y, x) * spoiled.at(0, y, x + 1) / (200.0 * 199);
        channels += spoiled.at(0, y, x) * spoiled.at(1, y, x) / (200.0 * 199);
      }
    }
    assertThat(neighbours).isCloseTo(0, within(0.02));
    assertThat(channels).isCloseTo(0, within(0.02));
  }

  @Test
  void spoil_isNotClipped() {
    Image dark = new GaussianNoise(50).spoil(grey(0, 20), new Random(3));
    Image bright = new GaussianNoise(50).spoil(grey(255, 20), new Random(3));

    assertThat(dark).isNotEqualTo(clamped(dark));
    assertThat(bright).isNotEqualTo(clamped(bright));
  }

  @Test
  void spoil_withEqualSeeds_spoilsAlike() {
    GaussianNoise noise = new GaussianNoise(30);

    Image spoiled = noise.spoil(grey(9, 8), new Random(4));

    assertThat(spoiled).isEqualTo(noise.spoil(grey(9, 8), new Random(4)));
    assertThat(spoiled).isNotEqualTo(noise.spoil(grey(9, 8), new Random(5)));
  }

  @Test
  void spoil_leavesTheCleanPictureAsItWas() {
    Image clean = grey(9, 8);

    new GaussianNoise(30).spoil(clean, new Random(6));

    assertThat(clean).isEqualTo(grey(9, 8));
  }
}

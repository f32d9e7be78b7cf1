package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegCompressionTest {
  private static Image grey(float level, int height, int width) {
    Image picture = Image.blank(3, height, width);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image noise(int height, int width, long seed) {
    Random random = new Random(seed);
    Image picture = Image.blank(3, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextInt(256);
    }
    return picture;
  }

  private static double meanSquare(Image a, Image b) {
    double sum = 0;
    for (int i = 0; i < a.samples().length; i++) {
      double difference = a.samples()[i] - b.samples()[i];
      sum += difference * difference / a.samples().length;
    }
    return sum;
  }

  /**
   * A flat block is its first coefficient, 8 · (level - 128), of step 16 in annex K: 2 levels at
   * quality 50, 4 at 25, 1 at 75.
   */
  @ParameterizedTest
  @CsvSource({"75, 131, 131", "50, 130, 130", "25, 131, 132", "25, 129, 128", "25, 100, 100"})
  void spoil_ofAFlatPicture_roundsToTheStepsOfTheQuality(int quality, float level, float left) {
    Image spoiled = new JpegCompression(quality, quality).spoil(grey(level, 16, 16), new Random(1));

    assertThat(spoiled).isEqualTo(grey(left, 16, 16));
  }

  /**
   * Two colours of one luma, column by column: 0.299 · 50 + 0.587 · 0 + 0.114 · 131 = 29.9, as
   * 0.299 · 100. Planes of half the width hold their mean.
   */
  @Test
  void spoil_halvesTheColour_evenAtTheBestQuality() {
    Image stripes = Image.blank(3, 16, 16);
    for (int i = 0; i < 16 * 16; i++) {
      boolean odd = i % 2 == 1;
      stripes.samples()[i] = odd ? 100 : 50;
      stripes.samples()[2 * 16 * 16 + i] = odd ? 0 : 131;
    }

    Image spoiled = new JpegCompression(100, 100).spoil(stripes, new Random(1));

    for (int x = 4; x < 12; x++) {
      assertThat(Math.abs(spoiled.at(0, 8, x) - spoiled.at(0, 8, x + 1))).isLessThan(4);
      assertThat(Math.abs(spoiled.at(2, 8, x) - spoiled.at(2, 8, x + 1))).isLessThan(4);
    }
  }

  @Test
  void spoil_ofLowerQuality_losesMore() {
    Image clean = noise(48, 48, 1);

    double best = meanSquare(new JpegCompression(95, 95).spoil(clean, new Random(1)), clean);
    double middle = meanSquare(new JpegCompression(50, 50).spoil(clean, new Random(1)), clean);
    double worst = meanSquare(new JpegCompression(5, 5).spoil(clean, new Random(1)), clean);

    assertThat(best).isLessThan(middle);
    assertThat(middle).isLessThan(worst);
  }

  @Test
  void spoil_givesWholeLevels_ofTheSameSize() {
    Image spoiled = new JpegCompression(5, 95).spoil(noise(17, 23, 2), new Random(1));

    assertThat(spoiled).hasToString("3 × 17 × 23").isEqualTo(spoiled.quantised());
  }

  @Test
  void spoil_ofGrey_staysOneChannel() {
    Image grey = noise(16, 24, 3).channels(0, 1);

    assertThat(new JpegCompression(50, 50).spoil(grey, new Random(1))).hasToString("1 × 16 × 24");
  }

  @Test
  void spoil_withEqualSeeds_spoilsAlike() {
    JpegCompression compression = new JpegCompression(1, 100);
    Image clean = noise(16, 16, 4);

    assertThat(compression.spoil(clean, new Random(5)))
        .isEqualTo(compression.spoil(clean, new Random(5)))
        .isNotEqualTo(compression.spoil(clean, new Random(6)));
  }

  /** Each of three qualities is missed 100 times with a chance of 3 · (2/3)^100. */
  @Test
  void spoil_drawsEveryQuality_bothLimitsIncluded() {
    Image clean = noise(16, 16, 7);
    Set<Image> expected = new HashSet<>();
    for (int quality = 30; quality <= 32; quality++) {
      expected.add(new JpegCompression(quality, quality).spoil(clean, new Random(1)));
    }

    Set<Image> spoiled = new HashSet<>();
    Random random = new Random(8);
    for (int i = 0; i < 100; i++) {
      spoiled.add(new JpegCompression(30, 32).spoil(clean, random));
    }

    assertThat(spoiled).isEqualTo(expected).hasSize(3);
  }

  @Test
  void ofClip_keepsOneQuality() {
    Image clean = noise(16, 16, 9);

    ClipDegradation clip = new JpegCompression(1, 100).ofClip(1);

    assertThat(clip.spoil(clean, 1)).isEqualTo(clip.spoil(clean, 0));
  }

  @Test
  void construction_ofImpossibleQualities_saysTheRange() {
    for (int[] limits : new int[][] {{0, 50}, {50, 101}, {60, 50}}) {
      assertThatThrownBy(() -> new JpegCompression(limits[0], limits[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "JPEG quality must be 1 to 100, the lowest first, got "
                  + limits[0]
                  + " to "
                  + limits[1]);
    }
  }
}

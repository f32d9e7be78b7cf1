package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SsimTest {
  private static Image filled(float level) {
    Image picture = Image.blank(1, 13, 14);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image noise(int channels, int height, int width, long seed) {
    Image picture = Image.blank(channels, height, width);
    Random random = new Random(seed);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextInt(256);
    }
    return picture;
  }

  /** The formula as it is written, window by window, in two dimensions, with central moments. */
  private static double byDefinition(Image a, Image b) {
    double sum = 0;
    int places = 0;
    for (int c = 0; c < a.channels(); c++) {
      for (int y = 5; y < a.height() - 5; y++) {
        for (int x = 5; x < a.width() - 5; x++) {
          sum += atPlace(a, b, c, y, x);
          places++;
        }
      }
    }
    return sum / places;
  }

  private static double atPlace(Image a, Image b, int c, int y, int x) {
    double total = 0;
    double meanA = 0;
    double meanB = 0;
    for (int dy = -5; dy <= 5; dy++) {
      for (int dx = -5; dx <= 5; dx++) {
        double weight = Math.exp(-(dy * dy + dx * dx) / 4.5);
        total += weight;
        meanA += weight * a.at(c, y + dy, x + dx);
        meanB += weight * b.at(c, y + dy, x + dx);
      }
    }
    meanA /= total;
    meanB /= total;
    double varianceA = 0;
    double varianceB = 0;
    double covariance = 0;
    for (int dy = -5; dy <= 5; dy++) {
      for (int dx = -5; dx <= 5; dx++) {
        double weight = Math.exp(-(dy * dy + dx * dx) / 4.5) / total;
        double differenceA = a.at(c, y + dy, x + dx) - meanA;
        double differenceB = b.at(c, y + dy, x + dx) - meanB;
        varianceA += weight * differenceA * differenceA;
        varianceB += weight * differenceB * differenceB;
        covariance += weight * differenceA * differenceB;
      }
    }
    double luminance = (2 * meanA * meanB + 6.5025) / (meanA * meanA + meanB * meanB + 6.5025);
    double structure = (2 * covariance + 58.5225) / (varianceA + varianceB + 58.5225);
    return luminance * structure;
  }

  @Test
  void of_anyPictures_isTheDefinition() {
    Image a = noise(3, 19, 23, 1);
    Image b = noise(3, 19, 23, 2);
    for (int i = 0; i < b.samples().length; i++) {
      b.samples()[i] = 0.7f * a.samples()[i] + 0.3f * b.samples()[i];
    }

    assertThat(Ssim.of(a, b, 0)).isCloseTo(byDefinition(a, b), within(1e-9)).isBetween(0.5, 0.95);
  }

  @Test
  void of_equalPictures_isOne() {
    Image picture = noise(3, 15, 12, 3);
    assertThat(Ssim.of(picture, picture, 0)).isCloseTo(1, within(1e-12));
  }

  @Test
  void of_twoPictures_isTheSameBothWays() {
    Image a = noise(3, 15, 12, 4);
    Image b = noise(3, 15, 12, 5);
    assertThat(Ssim.of(a, b, 0)).isCloseTo(Ssim.of(b, a, 0), within(1e-12));
  }

  /** No variance: (2 · 100 · 110 + 6.5025) / (100² + 110² + 6.5025) = 22006.5025 / 22106.5025. */
  @Test
  void of_aConstantShift_comparesTheMeansAlone() {
    assertThat(Ssim.of(filled(100), filled(110), 0)).isCloseTo(0.9954764, within(1e-7));
  }

  /** Equal means, opposite structure: the covariance is minus the variance. */
  @Test
  void of_aNegative_isBelowZero() {
    Image picture = noise(1, 30, 30, 6);
    Image negative = Image.blank(1, 30, 30);
    for (int i = 0; i < 900; i++) {
      negative.samples()[i] = 255 - picture.samples()[i];
    }
    assertThat(Ssim.of(picture, negative, 0)).isBetween(-1.0, -0.9);
  }

  @Test
  void of_aBorder_leavesItOut() {
    Image picture = noise(1, 15, 15, 7);
    Image wrong = new Image(1, 15, 15, picture.samples().clone());
    wrong.samples()[0] = 999;

    assertThat(Ssim.of(picture, wrong, 0)).isLessThan(1);
    assertThat(Ssim.of(picture, wrong, 2)).isCloseTo(1, within(1e-12));
  }

  @Test
  void of_aPictureWithoutRoomForTheWindow_isRefused() {
    Image small = noise(1, 13, 14, 8);
    assertThatThrownBy(() -> Ssim.of(small, small, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SSIM needs 11 × 11 pixels inside a border of 2, got 1 × 13 × 14");
  }

  @Test
  void of_otherShapes_namesBoth() {
    assertThatThrownBy(() -> Ssim.of(filled(1), noise(1, 14, 13, 9), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SSIM compares two pictures of one shape, got 1 × 13 × 14 and 1 × 14 × 13");
  }
}

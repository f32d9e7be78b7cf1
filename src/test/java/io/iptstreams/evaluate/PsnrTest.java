package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PsnrTest {
  private static final Image BLACK = Image.blank(3, 4, 6);

  private static Image filled(float red, float green, float blue) {
    Image picture = Image.blank(3, 4, 6);
    Arrays.fill(picture.samples(), 0, 24, red);
    Arrays.fill(picture.samples(), 24, 48, green);
    Arrays.fill(picture.samples(), 48, 72, blue);
    return picture;
  }

  /** Every sample off by 10: mean squared error 100, 10 · log10(65025 / 100) = 28.1308 dB. */
  @Test
  void rgb_ofAConstantDifference_isItsSquareInDecibels() {
    assertThat(Psnr.RGB.of(filled(10, 10, 10), BLACK, 0)).isCloseTo(28.1308, within(1e-4));
  }

  /** One channel off by 30: mean squared error 900 / 3 = 300, 23.3596 dB. */
  @Test
  void rgb_isTheMeanOfTheChannels() {
    assertThat(Psnr.RGB.of(filled(0, 30, 0), BLACK, 0)).isCloseTo(23.3596, within(1e-4));
  }

  /** White against black is 235 - 16 = 219 levels of luma: 20 · log10(255 / 219) = 1.3219 dB. */
  @Test
  void y_ofWhiteAgainstBlack_spansTheLimitedRange() {
    assertThat(Psnr.Y.of(filled(255, 255, 255), BLACK, 0)).isCloseTo(1.3219, within(1e-4));
  }

  /** Green off by 100 is 129.057 · 100 / 256 = 50.4129 of luma: 20 · log10(255 / 50.4129) dB. */
  @Test
  void y_weighsGreenMost() {
    double red = Psnr.Y.of(filled(100, 0, 0), BLACK, 0);
    double green = Psnr.Y.of(filled(0, 100, 0), BLACK, 0);
    double blue = Psnr.Y.of(filled(0, 0, 100), BLACK, 0);

    assertThat(green).isCloseTo(14.0800, within(1e-4)).isLessThan(red);
    assertThat(red).isLessThan(blue);
  }

  /** Luma is not rounded: a difference of a tenth of a level still counts. */
  @Test
  void y_ofADifferenceBelowALevel_isFinite() {
    assertThat(Psnr.Y.of(filled(0.1f, 0.1f, 0.1f), BLACK, 0)).isBetween(60.0, 80.0);
  }

  @Test
  void of_equalPictures_isInfinite() {
    assertThat(Psnr.RGB.of(BLACK, BLACK, 0)).isInfinite().isPositive();
    assertThat(Psnr.Y.of(BLACK, BLACK, 1)).isInfinite().isPositive();
  }

  /** The first column of the first channel is wrong; a border of one pixel leaves it out. */
  @Test
  void of_aBorder_leavesItOut() {
    Image wrong = Image.blank(3, 4, 6);
    wrong.samples()[0] = 255;
    wrong.samples()[6] = 255;

    assertThat(Psnr.RGB.of(wrong, BLACK, 0)).isFinite();
    assertThat(Psnr.RGB.of(wrong, BLACK, 1)).isInfinite();
  }

  @Test
  void of_aBorderThatLeavesNothing_isRefused() {
    assertThatThrownBy(() -> Psnr.RGB.of(BLACK, BLACK, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a border of 2 leaves nothing of 3 × 4 × 6");
  }

  @Test
  void of_otherShapes_namesBoth() {
    assertThatThrownBy(() -> Psnr.RGB.of(Image.blank(3, 4, 5), BLACK, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PSNR compares two RGB pictures of one size, got 3 × 4 × 5 and 3 × 4 × 6");
    assertThatThrownBy(() -> Psnr.Y.of(Image.blank(1, 4, 6), Image.blank(1, 4, 6), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The picture of most tests, 2 channels of 2 × 3 samples:
 *
 * <pre>
 *   channel 0   0 1 2    channel 1   6  7  8
 *               3 4 5                9 10 11
 * </pre>
 */
class ImageTest {
  private static final Image COUNTED =
      new Image(2, 2, 3, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

  @Test
  void at_findsChannelThenRowThenColumn() {
    assertThat(COUNTED.at(0, 0, 2)).isEqualTo(2);
    assertThat(COUNTED.at(0, 1, 0)).isEqualTo(3);
    assertThat(COUNTED.at(1, 1, 2)).isEqualTo(11);
  }

  @Test
  void crop_cutsEveryChannel() {
    assertThat(COUNTED.crop(0, 1, 2, 2))
        .isEqualTo(new Image(2, 2, 2, new float[] {1, 2, 4, 5, 7, 8, 10, 11}));
  }

  @Test
  void crop_isACopy() {
    Image source = Image.blank(1, 2, 2);

    source.crop(0, 0, 2, 2).samples()[0] = 9;

    assertThat(source).isEqualTo(Image.blank(1, 2, 2));
  }

  @Test
  void crop_thatLeavesThePicture_saysByWhichRectangle() {
    assertThatThrownBy(() -> COUNTED.crop(1, 2, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crop 2 × 1 at (2, 1) leaves the picture of 3 × 2");
    assertThatThrownBy(() -> COUNTED.crop(-1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void crop_ofMoreThanAnIntCanCount_isRefused() {
    assertThatThrownBy(() -> COUNTED.crop(0, 1, 1, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("crop 2147483647 × 1 at (1, 0) leaves");
  }

  @Test
  void channels_copiesSomeOfThem() {
    assertThat(COUNTED.channels(1, 1))
        .isEqualTo(new Image(1, 2, 3, new float[] {6, 7, 8, 9, 10, 11}));
  }

  @Test
  void quantised_roundsHalvesToEvenAndClamps() {
    Image levels = new Image(1, 1, 8, new float[] {-3, -0.4f, 0.5f, 1.5f, 2.5f, 254.6f, 256, 7});

    assertThat(levels.quantised().samples()).containsExactly(0, 0, 0, 2, 2, 255, 255, 7);
  }

  @Test
  void quantised_leavesTheOriginalAsItWas() {
    Image level = new Image(1, 1, 1, new float[] {0.4f});

    level.quantised();

    assertThat(level.at(0, 0, 0)).isEqualTo(0.4f);
  }

  @Test
  void hasAlpha_withTwoOrFourChannels() {
    assertThat(Image.blank(1, 1, 1).hasAlpha()).isFalse();
    assertThat(Image.blank(2, 1, 1).hasAlpha()).isTrue();
    assertThat(Image.blank(3, 1, 1).hasAlpha()).isFalse();
    assertThat(Image.blank(4, 1, 1).hasAlpha()).isTrue();
  }

  @Test
  void equality_isByShapeAndSamples() {
    Image wide = new Image(1, 1, 4, new float[4]);

    assertThat(wide).isEqualTo(Image.blank(1, 1, 4)).hasSameHashCodeAs(Image.blank(1, 1, 4));
    assertThat(wide).isNotEqualTo(Image.blank(1, 2, 2));
    assertThat(wide).isNotEqualTo(new Image(1, 1, 4, new float[] {0, 0, 0, 1}));
  }

  @Test
  void toString_isTheShape() {
    assertThat(COUNTED).hasToString("2 × 2 × 3");
  }

  @Test
  void pixels_isTheAreaOfOneChannel() {
    assertThat(COUNTED.pixels()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void construction_withAnotherNumberOfChannels_isRefused(int channels) {
    assertThatThrownBy(() -> new Image(channels, 1, 1, new float[channels]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a picture has 1 to 4 channels, got " + channels);
  }

  @Test
  void construction_ofNothing_isRefused() {
    assertThatThrownBy(() -> new Image(1, 0, 3, new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a picture is at least 1 × 1, got 3 × 0");
  }

  @Test
  void construction_fromAnArrayThatDoesNotFit_saysHowManySamplesFit() {
    assertThatThrownBy(() -> new Image(3, 2, 2, new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 × 2 × 2 needs 12 samples, got 11");
  }
}

package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlickerTest {
  /** Mean of |a − b| for independent noise of sigma 1: 2 / √π. */
  private static final double MEAN_DIFFERENCE = 2 / Math.sqrt(Math.PI);

  private final Random random = new Random(3);
  private final Flicker flicker = new Flicker();

  @Test
  void ofNoise_itIsTheMeanDifferenceOfTwoFrames() {
    for (int i = 0; i < 5; i++) {
      flicker.add(scene(0, 10), scene(0, 2));
    }

    assertThat(flicker.degraded().orElseThrow()).isCloseTo(10 * MEAN_DIFFERENCE, within(0.3));
    assertThat(flicker.restored().orElseThrow()).isCloseTo(2 * MEAN_DIFFERENCE, within(0.06));
    assertThat(flicker.stillShare()).isGreaterThan(0.9);
  }

  @Test
  void ofAVideoThatIsTheSameEachTime_itIsZero() {
    flicker.add(scene(0, 0), scene(0, 0));
    flicker.add(scene(0, 0), scene(0, 0));

    assertThat(flicker.degraded()).hasValue(0);
    assertThat(flicker.restored()).hasValue(0);
  }

  @Test
  void whatMoves_doesNotCount() {
    for (int i = 0; i < 5; i++) {
      flicker.add(scene(16 * i, 3), scene(16 * i, 0));
    }

    assertThat(flicker.degraded().orElseThrow()).isCloseTo(3 * MEAN_DIFFERENCE, within(0.2));
    assertThat(flicker.restored()).hasValue(0);
    assertThat(flicker.stillShare()).isBetween(0.5, 0.98);
  }

  @Test
  void aVideoThatGetsBrighter_doesNotStandStill() {
    for (int i = 0; i < 3; i++) {
      flicker.add(brighter(scene(0, 1), 8 * i), brighter(scene(0, 0), 8 * i));
    }

    assertThat(flicker.stillShare()).isZero();
    assertThat(flicker.degraded()).isEmpty();
    assertThat(flicker.restored()).isEmpty();
  }

  @Test
  void ofAnEnlargedVideo_itIsMeasuredInTheSizeItHad() {
    flicker.add(scene(0, 4), Resampler.bicubic(scene(0, 0), 192, 256));
    flicker.add(scene(0, 4), Resampler.bicubic(scene(0, 0), 192, 256));

    assertThat(flicker.restored()).hasValue(0);
  }

  @Test
  void oneFrame_tellsNothing() {
    flicker.add(scene(0, 1), scene(0, 1));

    assertThat(flicker.degraded()).isEmpty();
    assertThat(flicker.stillShare()).isZero();
  }

  @Test
  void aPictureSmallerThanABlock_tellsNothing() {
    flicker.add(Image.blank(3, 4, 7), Image.blank(3, 4, 7));
    flicker.add(Image.blank(3, 4, 7), Image.blank(3, 4, 7));

    assertThat(flicker.degraded()).isEmpty();
  }

  /** 3 × 96 × 128: a bright square whose left edge is at a column, and noise. */
  private Image scene(int left, double sigma) {
    Image picture = Image.blank(3, 96, 128);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 96; y++) {
        for (int x = 0; x < 128; x++) {
          boolean square = y >= 32 && y < 64 && x >= left && x < left + 32;
          picture.samples()[(c * 96 + y) * 128 + x] =
              (float) ((square ? 180 : 80) + (sigma == 0 ? 0 : sigma * random.nextGaussian()));
        }
      }
    }
    return picture;
  }

  private static Image brighter(Image picture, float by) {
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] += by;
    }
    return picture;
  }
}

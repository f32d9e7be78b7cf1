package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SteadierTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;

  private final Random random = new Random(5);
  private final Steadier steadier = new Steadier();

  @Test
  void theFirstFrame_staysAsItIs() {
    Image first = noisy(0);

    assertThat(steadier.next(first)).isEqualTo(first);
  }

  @Test
  void whatStandsStill_isTheMeanOfThreeFrames_soThatNoiseGoesDown() {
    steadier.next(noisy(0));
    steadier.next(noisy(0));

    // Of three independent ones it would be 1.5 / √3 = 0.87.
    assertThat(deviation(steadier.next(noisy(0)), noiseless(0))).isBetween(0.85, 1.0);
  }

  @Test
  void aStillVideoWithoutNoise_staysAsItIs() {
    for (int i = 0; i < 4; i++) {
      assertThat(deviation(steadier.next(noiseless(0)), noiseless(0))).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void whatMoves_leavesNoGhost() {
    steadier.next(noisy(0));
    steadier.next(noisy(20));
    Image third = noisy(40);

    Image steady = steadier.next(third);

    // The bright square was at 0, then at 20: where it was there is background, as in the frame.
    for (int x = 0; x < 40; x++) {
      assertThat(steady.at(1, 24, x)).isCloseTo(third.at(1, 24, x), within(6f));
    }
    assertThat(deviation(steady, noiseless(40))).isLessThan(1.6);
  }

  @Test
  void aFrameOfAnotherSize_beginsANewVideo() {
    steadier.next(noisy(0));
    Image other = Image.blank(3, 10, 12);

    assertThat(steadier.next(other)).isEqualTo(other);
  }

  @Test
  void aCut_leavesTheNewSceneAlone() {
    steadier.next(noisy(0));
    steadier.next(noisy(0));
    Image other = Image.blank(3, HEIGHT, WIDTH);
    for (int i = 0; i < other.samples().length; i++) {
      other.samples()[i] = 140 + 60 * random.nextFloat();
    }

    assertThat(deviation(steadier.next(other), other)).isLessThan(0.2);
  }

  @Test
  void grey_isSteadiedLikeColour() {
    Image grey = noisy(0).channels(1, 1);
    steadier.next(grey);

    assertThat(steadier.next(noisy(0).channels(1, 1))).hasToString("1 × 48 × 64");
  }

  /** A bright square on a grey ground, its left edge at a column. */
  private static Image noiseless(int left) {
    Image picture = Image.blank(3, HEIGHT, WIDTH);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          boolean square = y >= 16 && y < 32 && x >= left && x < left + 16;
          picture.samples()[(c * HEIGHT + y) * WIDTH + x] = square ? 200 : 90;
        }
      }
    }
    return picture;
  }

  private Image noisy(int left) {
    Image picture = noiseless(left);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] += (float) (1.5 * random.nextGaussian());
    }
    return picture;
  }

  private static double deviation(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.samples().length; i++) {
      double difference = one.samples()[i] - other.samples()[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / one.samples().length);
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadLeavesTest {
  private static double variance(Image picture, int channel) {
    double sum = 0;
    double squares = 0;
    for (float sample : picture.channels(channel, 1).samples()) {
      sum += sample;
      squares += sample * sample;
    }
    double mean = sum / picture.pixels();
    return squares / picture.pixels() - mean * mean;
  }

  @Test
  void draw_givesAColourPictureOfThatSize_inWholeLevels() {
    Image picture = DeadLeaves.draw(40, 60, new Random(1));

    assertThat(picture).hasToString("3 × 40 × 60").isEqualTo(picture.quantised());
  }

  @Test
  void draw_withEqualSeeds_drawsAlike() {
    Image picture = DeadLeaves.draw(32, 32, new Random(1));

    assertThat(picture).isEqualTo(DeadLeaves.draw(32, 32, new Random(1)));
    assertThat(picture).isNotEqualTo(DeadLeaves.draw(32, 32, new Random(2)));
  }

  /** Leaves of several colours: a flat or a black picture would teach nothing. */
  @Test
  void draw_fillsThePictureWithContrast() {
    for (int seed = 0; seed < 5; seed++) {
      Image picture = DeadLeaves.draw(96, 96, new Random(seed));
      for (int c = 0; c < 3; c++) {
        assertThat(variance(picture, c)).as("seed %d, channel %d", seed, c).isGreaterThan(100);
      }
    }
  }

  /** Neighbours mostly lie on one leaf, as in a photograph and unlike in noise. */
  @Test
  void draw_isSmoothBesidesItsEdges() {
    Image picture = DeadLeaves.draw(96, 96, new Random(1));
    int smooth = 0;
    for (int y = 0; y < 96; y++) {
      for (int x = 1; x < 96; x++) {
        smooth += Math.abs(picture.at(0, y, x) - picture.at(0, y, x - 1)) <= 12 ? 1 : 0;
      }
    }

    assertThat(smooth / (96.0 * 95)).isGreaterThan(0.6);
  }

  /** Black is where no leaf is, or a spot on a dark leaf, which is rare. */
  @Test
  void draw_coversThePicture() {
    for (int seed = 0; seed < 5; seed++) {
      Image picture = DeadLeaves.draw(96, 96, new Random(seed));
      int black = 0;
      for (int i = 0; i < 96 * 96; i++) {
        float[] samples = picture.samples();
        black += samples[i] + samples[i + 96 * 96] + samples[i + 2 * 96 * 96] == 0 ? 1 : 0;
      }
      assertThat(black).as("seed %d", seed).isLessThan(5);
    }
  }

  @Test
  void draw_ofASinglePixel_ends() {
    assertThat(DeadLeaves.draw(1, 1, new Random(1))).hasToString("3 × 1 × 1");
  }
}

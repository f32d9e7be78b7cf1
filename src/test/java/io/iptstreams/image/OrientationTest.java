package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
  /** Stored as 012 / 345; the letters of the drawing at the class as numbers. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 0 1 2 3 4 5",
    "2, 2, 2 1 0 5 4 3",
    "3, 2, 5 4 3 2 1 0",
    "4, 2, 3 4 5 0 1 2",
    "5, 3, 0 3 1 4 2 5",
    "6, 3, 3 0 4 1 5 2",
    "7, 3, 5 2 4 1 3 0",
    "8, 3, 2 5 1 4 0 3"
  })
  void upright_turnsEachOrientation(int orientation, int height, String samples) {
    Image stored = new Image(1, 2, 3, new float[] {0, 1, 2, 3, 4, 5});

    Image upright = Orientation.upright(stored, orientation);

    assertThat(upright.height()).isEqualTo(height);
    assertThat(upright.samples()).containsExactly(parsed(samples));
  }

  @Test
  void upright_turnsEveryChannel() {
    Image stored = new Image(2, 1, 2, new float[] {1, 2, 3, 4});

    assertThat(Orientation.upright(stored, 3).samples()).containsExactly(2, 1, 4, 3);
  }

  private static float[] parsed(String samples) {
    String[] words = samples.split(" ");
    float[] parsed = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      parsed[i] = Float.parseFloat(words[i]);
    }
    return parsed;
  }
}

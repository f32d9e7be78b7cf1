package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianBlurTest {
  @Test
  void of_aConstant_keepsItToTheBorder() {
    float[] samples = new float[3 * 5 * 4];
    Arrays.fill(samples, 42);
    assertThat(GaussianBlur.of(new Image(3, 5, 4, samples), 1.5).samples())
        .containsExactly(samples, within(1e-4f));
  }

  /** exp(-1/2) beside 1 beside exp(-1/2), and the next two: sum 2.50663. */
  @Test
  void of_aPoint_drawsTheGaussian() {
    float[] row = new float[15];
    row[7] = 100;
    Image blurred = GaussianBlur.of(new Image(1, 1, 15, row), 1);
    assertThat(blurred.at(0, 0, 7)).isCloseTo(39.905f, within(0.01f));
    assertThat(blurred.at(0, 0, 8)).isCloseTo(24.204f, within(0.01f));
    assertThat(blurred.at(0, 0, 6)).isEqualTo(blurred.at(0, 0, 8));
    assertThat(blurred.at(0, 0, 11)).isZero();
  }
}

package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import org.junit.jupiter.api.Test;

class LumaTest {
  /** Black is 16, white 235; red 16 + 65.738 · 255 / 256 = 81.4812. */
  @Test
  void of_blackWhiteAndRed_isOfLimitedRange() {
    Image picture = new Image(3, 1, 3, new float[] {0, 255, 255, 0, 255, 0, 0, 255, 0});
    Image luma = Luma.of(picture);
    assertThat(luma).hasToString("1 × 1 × 3");
    assertThat(luma.samples()).containsExactly(new float[] {16, 235, 81.4812f}, within(0.002f));
  }
}

package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LevelsTest {
  private static final float STEP = 1 / 257f;

  @Test
  void levelsOf8Bits_areRoundedHalvesToEven_andClamped() {
    float[] samples = {-3, 0.49f, 0.5f, 1.5f, 2.5f, 254.4f, 254.51f, 300, Float.NaN};
    int[] wanted = {0, 0, 0, 2, 2, 254, 255, 255, 0};
    for (int i = 0; i < samples.length; i++) {
      assertThat(Levels.of8(samples[i])).as("%s", samples[i]).isEqualTo(wanted[i]);
    }
  }

  @Test
  void levelsOf16Bits_areRoundedAndClamped() {
    float[] samples = {-3, 0.49f * STEP, 0.51f * STEP, 128.5f, 254.9f, 254.9999f, 300, Float.NaN};
    int[] wanted = {0, 0, 1, 33_024, 65_509, 65_535, 65_535, 0};
    for (int i = 0; i < samples.length; i++) {
      assertThat(Levels.of16(samples[i])).as("%s", samples[i]).isEqualTo(wanted[i]);
    }
  }

  @Test
  void every16BitLevel_comesBackFromItsSample() {
    for (int level = 0; level < 1 << 16; level++) {
      assertThat(Levels.of16(level / 257f)).isEqualTo(level);
    }
  }

  @Test
  void otherBits_areRefused() {
    assertThatThrownBy(() -> FileDetails.lossless(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample is written with 8 or 16 bits, got 10");
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.iptstreams.frame.Fraction;
import org.junit.jupiter.api.Test;

class VideoFormatTest {
  private static final Fraction FPS_25 = new Fraction(25, 1);

  @Test
  void emptyPicture_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoFormat(0, 48, new Fraction(1, 25), FPS_25))
        .withMessage("a video is at least 1 × 1, got 0 × 48");
  }

  @Test
  void timeBaseBeyond32Bits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoFormat(64, 48, new Fraction(1, 3_000_000_000L), FPS_25))
        .withMessage("a time base has terms of at most 2147483647, got 1/3000000000");
  }

  @Test
  void depthThatNoVideoHas_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new VideoFormat(64, 48, new Fraction(1, 25), FPS_25, VideoColours.UNKNOWN, 12))
        .withMessage("a video has 8 or 10 bits per sample, got 12");
  }
}

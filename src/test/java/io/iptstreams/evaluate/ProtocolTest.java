package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import org.junit.jupiter.api.Test;

/** One corner pixel of the 8 × 8 picture is wrong: whoever leaves a border out does not see it. */
class ProtocolTest {
  private static final Image CLEAN = Image.blank(3, 8, 8);
  private static final Image WRONG_CORNER = Image.blank(3, 8, 8);

  static {
    WRONG_CORNER.samples()[0] = 255;
  }

  @Test
  void y_leavesOutTheScaleWhereTheTaskEnlarges() {
    assertThat(Protocol.Y.psnr(WRONG_CORNER, CLEAN, 2)).isInfinite();
  }

  @Test
  void y_comparesTheWholePictureWhereTheSizeStays() {
    assertThat(Protocol.Y.psnr(WRONG_CORNER, CLEAN, 1)).isFinite();
  }

  @Test
  void rgb_comparesTheWholePictureAlways() {
    assertThat(Protocol.RGB.psnr(WRONG_CORNER, CLEAN, 1)).isFinite();
    assertThat(Protocol.RGB.psnr(WRONG_CORNER, CLEAN, 2)).isFinite();
  }
}

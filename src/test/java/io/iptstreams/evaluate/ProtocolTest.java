package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One corner pixel of the 16 × 16 picture is wrong: whoever leaves a border out does not see it.
 */
class ProtocolTest {
  private static final Image CLEAN = Image.blank(3, 16, 16);
  private static final Image WRONG_CORNER = Image.blank(3, 16, 16);

  static {
    WRONG_CORNER.samples()[0] = 255;
  }

  @ParameterizedTest
  @EnumSource(names = {"Y", "IPT"})
  void y_leavesOutTheScaleWhereTheTaskEnlarges(Protocol protocol) {
    assertThat(protocol.psnr(WRONG_CORNER, CLEAN, 2)).isInfinite();
    assertThat(protocol.ssim(WRONG_CORNER, CLEAN, 2)).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"Y", "IPT"})
  void y_comparesTheWholePictureWhereTheSizeStays(Protocol protocol) {
    assertThat(protocol.psnr(WRONG_CORNER, CLEAN, 1)).isFinite();
    assertThat(protocol.ssim(WRONG_CORNER, CLEAN, 1)).isLessThan(1);
  }

  @Test
  void rgb_comparesTheWholePictureAlways() {
    assertThat(Protocol.RGB.psnr(WRONG_CORNER, CLEAN, 1)).isFinite();
    assertThat(Protocol.RGB.psnr(WRONG_CORNER, CLEAN, 2)).isFinite();
    assertThat(Protocol.RGB.ssim(WRONG_CORNER, CLEAN, 2)).isLessThan(1);
  }

  /**
   * Constant pictures: two of three channels are equal, the third is 10 against 0, of which SSIM is
   * 6.5025 / 106.5025 = 0.0610549. Their mean is 0.6870183.
   */
  @Test
  void rgb_ssim_isTheMeanOfTheChannels() {
    Image red = Image.blank(3, 16, 16);
    Arrays.fill(red.samples(), 0, 256, 10);
    assertThat(Protocol.RGB.ssim(red, CLEAN, 1)).isCloseTo(0.6870183, within(1e-7));
  }

  @Test
  void ipt_showsNoiseClipped_theOthersAsItIs() {
    Image noisy = new Image(3, 1, 1, new float[] {-7.5f, 100.25f, 300});

    assertThat(Protocol.IPT.shown(noisy).samples()).containsExactly(0, 100.25f, 255);
    assertThat(Protocol.RGB.shown(noisy)).isEqualTo(noisy);
    assertThat(Protocol.Y.shown(noisy)).isEqualTo(noisy);
  }

  @Test
  void words_sayWhatTouchesTheTask() {
    assertThat(Protocol.RGB.words(new Task.Denoise(30)))
        .isEqualTo("RGB, border 0, noise not clipped");
    assertThat(Protocol.IPT.words(new Task.Denoise(30)))
        .isEqualTo("Y, border 0, noise clipped to 0..255");
    assertThat(Protocol.Y.words(new Task.Upscale(3))).isEqualTo("Y, border 3");
  }
}

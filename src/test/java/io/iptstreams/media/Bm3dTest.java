package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Bm3dTest {
  private static final Image CLEAN = Pictures.waves(96, 64, 0);

  private static Image noisy(double sigma) {
    Random random = new Random(1);
    float[] samples = CLEAN.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (sigma * random.nextGaussian());
    }
    return new Image(3, 64, 96, samples);
  }

  /** 18.6 dB of noise; slow waves are the easiest of pictures. */
  @Test
  void denoised_ofSlowWaves_takesMostOfTheNoiseAway() {
    Image noisy = noisy(30);
    assertThat(Pictures.psnr(noisy, CLEAN)).isBetween(18.4, 18.8);
    assertThat(Pictures.psnr(Bm3d.denoised(noisy, 30), CLEAN)).isGreaterThan(30);
  }

  @Test
  void denoised_twice_isTheSame() {
    assertThat(Bm3d.denoised(noisy(50), 50)).isEqualTo(Bm3d.denoised(noisy(50), 50));
  }

  @Test
  void denoised_ofAPlainPicture_keepsItsColour() {
    Image plain = Pictures.plain(9, 8, 20, 130, 240);
    assertThat(Bm3d.denoised(plain, 30).samples()).containsExactly(plain.samples(), within(0.1f));
  }

  @Test
  void denoised_ofAPictureSmallerThanABlock_isRefused() {
    assertThatThrownBy(() -> Bm3d.denoised(Pictures.noise(8, 7, 1), 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bm3d takes RGB pictures of at least 8 × 8, got 3 × 7 × 8");
  }
}

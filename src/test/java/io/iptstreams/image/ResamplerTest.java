package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  @Test
  void bicubic_toTheSameSize_changesNothing() {
    Image picture = new Image(1, 2, 3, new float[] {1, 9, 4, 0, 255, 6});

    assertThat(Resampler.bicubic(picture, 2, 3)).isEqualTo(picture);
  }

  @Test
  void bicubic_ofAFlatPicture_staysFlat() {
    Image flat = Image.blank(2, 3, 5);
    Arrays.fill(flat.samples(), 77);

    assertThat(Resampler.bicubic(flat, 9, 20).samples()).containsOnly(77);
  }

  @Test
  void bicubic_ofASinglePixel_repeatsIt() {
    assertThat(Resampler.bicubic(new Image(1, 1, 1, new float[] {3}), 4, 4).samples())
        .containsOnly(3)
        .hasSize(16);
  }

  /**
   * The impulse in the middle, twice as wide. New centres lie a quarter pixel off the old ones:
   * weights at distance 0.25, 0.75, 1.25, 1.75 are 0.8671875, 0.2265625, -0.0703125, -0.0234375.
   */
  @Test
  void bicubic_ofAnImpulse_showsTheKernel() {
    Image impulse = new Image(1, 1, 5, new float[] {0, 0, 1, 0, 0});

    float[] wide = Resampler.bicubic(impulse, 1, 10).samples();

    assertThat(wide)
        .containsExactly(
            new float[] {
              0,
              -0.0234375f,
              -0.0703125f,
              0.2265625f,
              0.8671875f,
              0.8671875f,
              0.2265625f,
              -0.0703125f,
              -0.0234375f,
              0
            },
            within(1e-6f));
  }

  /** y = x² is met exactly where no tap leaves the picture. */
  @Test
  void bicubic_ofAParabola_isExactInside() {
    Image parabola = new Image(1, 6, 1, new float[] {0, 1, 4, 9, 16, 25});

    float[] high = Resampler.bicubic(parabola, 18, 1).samples();

    for (int i = 5; i < 13; i++) {
      float centre = (i + 0.5f) / 3 - 0.5f;
      assertThat(high[i]).isCloseTo(centre * centre, within(1e-4f));
    }
  }

  /** Away from the ends, where the mirror doubles a stripe. */
  @Test
  void bicubic_toHalfTheSize_averagesWhatItDrops() {
    Image stripes = new Image(1, 1, 8, new float[] {0, 200, 0, 200, 0, 200, 0, 200});
    Image inside = Resampler.bicubic(stripes, 1, 4).crop(0, 1, 1, 2);
    assertThat(inside.samples()).containsExactly(new float[] {100, 100}, within(3f));
  }

  @Test
  void bicubic_toASmallerSize_keepsAConstant() {
    float[] grey = new float[7 * 9];
    Arrays.fill(grey, 77);
    assertThat(Resampler.bicubic(new Image(1, 7, 9, grey), 3, 2).samples())
        .containsExactly(new float[] {77, 77, 77, 77, 77, 77}, within(1e-4f));
  }
}

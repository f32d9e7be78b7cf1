package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RainSceneTest {
  private static final int HEIGHT = 120;
  private static final int WIDTH = 160;
  private static final Image BLACK = Image.blank(3, HEIGHT, WIDTH);

  private static Image colour(float red, float green, float blue) {
    Image picture = Image.blank(3, HEIGHT, WIDTH);
    int plane = HEIGHT * WIDTH;
    Arrays.fill(picture.samples(), 0, plane, red);
    Arrays.fill(picture.samples(), plane, 2 * plane, green);
    Arrays.fill(picture.samples(), 2 * plane, 3 * plane, blue);
    return picture;
  }

  private static RainLayer layer(double angle, double speed) {
    return new RainLayer(angle, 20, 0.8, 0.2, 60, 0.5, speed);
  }

  private static RainScene scene(RainLayer... layers) {
    return new RainScene(7, List.of(layers), false, 0, 0);
  }

  /** Of two grey pictures moved against each other, by rows down and columns right. */
  private static double correlation(Image earlier, Image later, int down, int right) {
    int top = Math.max(0, -down);
    int left = Math.max(0, -right);
    int height = HEIGHT - Math.abs(down);
    int width = WIDTH - Math.abs(right);
    float[] a = earlier.channels(0, 1).crop(top, left, height, width).samples();
    float[] b = later.channels(0, 1).crop(top + down, left + right, height, width).samples();
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / b.length;
    }
    double covariance = 0;
    double varianceA = 0;
    double varianceB = 0;
    for (int i = 0; i < a.length; i++) {
      covariance += (a[i] - meanA) * (b[i] - meanB);
      varianceA += (a[i] - meanA) * (a[i] - meanA);
      varianceB += (b[i] - meanB) * (b[i] - meanB);
    }
    return covariance / Math.sqrt(varianceA * varianceB);
  }

  private static double mean(Image picture) {
    double sum = 0;
    for (float sample : picture.samples()) {
      sum += sample;
    }
    return sum / picture.samples().length;
  }

  @Test
  void spoil_givesTheSameFrame_inWhateverOrder() {
    RainScene scene = scene(layer(10, 0), layer(-5, 12));

    Image fifth = scene.spoil(BLACK, 5);
    scene.spoil(BLACK, 0);

    assertThat(scene.spoil(BLACK, 5)).isEqualTo(fifth);
    assertThat(scene(layer(10, 0), layer(-5, 12)).spoil(BLACK, 5)).isEqualTo(fifth);
  }

  /** Some 50 streaks: by chance, the frames agree by a few percent. */
  @Test
  void spoil_ofAFastLayer_hasOtherStreaksInEveryFrame() {
    RainScene scene = scene(layer(10, 0));

    double agreement = correlation(scene.spoil(BLACK, 3), scene.spoil(BLACK, 4), 0, 0);

    assertThat(agreement).isCloseTo(0, within(0.1));
  }

  /**
   *
   *
   * <pre>
   *   frame 0  \        frame 1
   *             \            \      3-4-5 triangle: 36.87° from vertical, 10 pixels per frame
   *                           \     are 8 down and 6 right
   * </pre>
   */
  @Test
  void spoil_ofASlowLayer_movesTheStreaksAlongThemselves() {
    RainScene scene = scene(layer(Math.toDegrees(Math.atan2(3, 4)), 10));

    Image earlier = scene.spoil(BLACK, 0);
    Image later = scene.spoil(BLACK, 1);

    assertThat(correlation(earlier, later, 8, 6)).isCloseTo(1, within(1e-4));
    assertThat(correlation(earlier, later, 0, 0)).isLessThan(0.7);
  }

  /** 18 frames at 10 pixels are longer than the picture: the rain does not run out. */
  @Test
  void spoil_ofASlowLayer_rainsAsHardInEveryFrame() {
    RainScene scene = scene(layer(20, 10));
    double first = mean(scene.spoil(BLACK, 0));

    for (int frame : new int[] {1, 18, 1000, 1_000_000}) {
      assertThat(mean(scene.spoil(BLACK, frame))).isCloseTo(first, within(0.25 * first));
    }
  }

  @Test
  void spoil_withoutLayers_isDry() {
    assertThat(scene().spoil(colour(9, 80, 255), 0)).isEqualTo(colour(9, 80, 255));
  }

  /** x + s · (1 - x / 255) on 0, 127.5 and 255: all, half and nothing of the streak. */
  @Test
  void spoil_screened_addsLessWhereItIsBright() {
    RainScene scene = new RainScene(7, List.of(layer(10, 0)), true, 0, 0);

    Image rainy = scene.spoil(colour(0, 127.5f, 255), 0);

    for (int x = 0; x < WIDTH; x++) {
      float streak = rainy.at(0, 60, x);
      assertThat(rainy.at(1, 60, x)).isCloseTo(127.5f + streak / 2, within(1e-3f));
      assertThat(rainy.at(2, 60, x)).isEqualTo(255);
    }
    assertThat(mean(rainy.channels(0, 1))).isGreaterThan(1);
  }

  /** A quarter of the light from a veil of 200: 0.75 · 40 + 0.25 · 200 = 80. */
  @Test
  void spoil_throughAVeil_drawsEverythingTowardsItsGrey() {
    RainScene scene = new RainScene(7, List.of(), false, 0.25, 200);

    assertThat(scene.spoil(colour(40, 200, 240), 0)).isEqualTo(colour(80, 200, 230));
  }

  /**
   * Brightness 60 · 0.949 (what the cut at 0.7 · 255 leaves of an exponential, 1 - e^-2.975) ·
   * coverage 0.2 · 0.92 (light of a streak is 2.3, not 2.5 half-widths wide) · 0.733 (mean along
   * the streak, 1 - 0.5 / 3 - 0.5 / 5) = 7.7 levels.
   */
  @Test
  void layer_isAsBrightAsStated() {
    double mean = 0;
    for (int frame = 0; frame < 50; frame++) {
      mean += mean(scene(layer(10, 0)).spoil(BLACK, frame)) / 50;
    }
    assertThat(mean).isCloseTo(7.7, within(0.3));
  }

  @Test
  void blurred_keepsTheLightAndLowersThePeak() {
    RainLayer sharp = new RainLayer(10, 20, 0.6, 0.2, 60, 0.5, 0);

    RainLayer blurred = sharp.blurred(0.8);

    assertThat(blurred.halfWidth()).isCloseTo(1, within(1e-9));
    assertThat(blurred.meanBrightness()).isCloseTo(36, within(1e-9));
    assertThat(blurred.coverage() * blurred.meanBrightness())
        .isCloseTo(sharp.coverage() * sharp.meanBrightness(), within(1e-9));
  }

  @Test
  void construction_ofImpossibleRain_saysTheRange() {
    assertThatThrownBy(() -> new RainLayer(90, 20, 0.8, 0.2, 60, 0.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("angle must be -75 to 75 degrees, got 90.0");
    assertThatThrownBy(() -> new RainLayer(0, 20, 0.8, 0.2, 60, 1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fullness must be 0 to 1, got 1.5");
    assertThatThrownBy(() -> new RainScene(0, List.of(), false, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("veil must be 0 to 1, got NaN");
    assertThatThrownBy(() -> new RainScene(0, List.of(), false, 0, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("veilBrightness must be 0 to 255 levels, got 300.0");
  }
}

package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RainTest {
  /** Small seeds of {@code java.util.Random} begin alike, hence with rain of one kind. */
  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static Image grey(float level, int height, int width) {
    Image picture = Image.blank(3, height, width);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image noise(int height, int width, long seed) {
    RandomGenerator random = random(seed);
    Image picture = Image.blank(3, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextInt(256);
    }
    return picture;
  }

  /** Mean brightening in levels, shares of pixels brighter by more than that many levels. */
  private record Statistics(
      double mean, double above2, double above10, double above40, double brightestPercent) {
    static Statistics of(Image rainy, Image clean) {
      int pixels = (int) clean.pixels();
      float[] added = new float[pixels];
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        added[i] = rainy.samples()[i] - clean.samples()[i];
        sum += added[i];
      }
      Arrays.sort(added);
      return new Statistics(
          sum / pixels,
          shareAbove(2, added),
          shareAbove(10, added),
          shareAbove(40, added),
          added[pixels * 99 / 100]);
    }

    private static double shareAbove(float level, float[] sorted) {
      int above = 0;
      while (above < sorted.length && sorted[sorted.length - 1 - above] > level) {
        above++;
      }
      return (double) above / sorted.length;
    }

    static Statistics mean(List<Statistics> all) {
      return new Statistics(
          all.stream().mapToDouble(Statistics::mean).average().orElseThrow(),
          all.stream().mapToDouble(Statistics::above2).average().orElseThrow(),
          all.stream().mapToDouble(Statistics::above10).average().orElseThrow(),
          all.stream().mapToDouble(Statistics::above40).average().orElseThrow(),
          all.stream().mapToDouble(Statistics::brightestPercent).average().orElseThrow());
    }
  }

  @Test
  void likeRain100L_neverDarkens() {
    for (int seed = 0; seed < 10; seed++) {
      Image clean = noise(60, 80, seed);
      Image rainy = Rain.likeRain100L(random(seed)).spoil(clean, 0);
      for (int i = 0; i < clean.samples().length; i++) {
        assertThat(rainy.samples()[i]).isGreaterThanOrEqualTo(clean.samples()[i]);
      }
    }
  }

  @Test
  void spoil_ofGrey_staysGrey() {
    for (int seed = 0; seed < 20; seed++) {
      Image rainy = new Rain().spoil(grey(20, 60, 80), random(seed));

      assertThat(rainy.channels(1, 1)).isEqualTo(rainy.channels(0, 1));
      assertThat(rainy.channels(2, 1)).isEqualTo(rainy.channels(0, 1));
    }
  }

  /** A veil of 0.25 at 0.7 of white takes 250 down to 232. */
  @Test
  void spoil_saturatesAtWhite() {
    for (int seed = 0; seed < 100; seed++) {
      Image rainy = new Rain().spoil(grey(250, 60, 80), random(seed));
      for (float sample : rainy.samples()) {
        assertThat(sample).isBetween(232f, 255f);
      }
    }
  }

  @Test
  void spoil_withEqualSeeds_spoilsAlike() {
    Image clean = noise(60, 80, 1);

    Image rainy = new Rain().spoil(clean, random(2));

    assertThat(rainy).isEqualTo(new Rain().spoil(clean, random(2)));
    assertThat(rainy).isNotEqualTo(new Rain().spoil(clean, random(3)));
  }

  @Test
  void spoil_leavesTheCleanPictureAsItWas() {
    Image clean = grey(20, 60, 80);

    new Rain().spoil(clean, random(1));

    assertThat(clean).isEqualTo(grey(20, 60, 80));
  }

  /** 5000 draws: the shares stray by 0.007 and less. */
  @Test
  void scene_isMostlyLikeRain100L_sometimesMore_seldomDry() {
    int dry = 0;
    int crossing = 0;
    int screened = 0;
    int veiled = 0;
    int draws = 5000;
    RandomGenerator random = random(1);
    for (int i = 0; i < draws; i++) {
      RainScene scene = Rain.scene(random);
      dry += scene.layers().isEmpty() ? 1 : 0;
      crossing += scene.layers().size() > 2 ? 1 : 0;
      screened += scene.screened() ? 1 : 0;
      veiled += scene.veil() > 0 ? 1 : 0;
      assertThat(scene.layers()).hasSizeLessThanOrEqualTo(5);
    }
    double eachExtension = 0.27 * 16 / 31;
    assertThat((double) dry / draws).isCloseTo(0.03, within(0.01));
    assertThat((double) crossing / draws).isCloseTo(eachExtension, within(0.02));
    assertThat((double) screened / draws).isCloseTo(eachExtension, within(0.02));
    assertThat((double) veiled / draws).isCloseTo(eachExtension, within(0.02));
  }

  @Test
  void scene_likeRain100L_hasOneDirection() {
    for (int seed = 0; seed < 100; seed++) {
      RainScene scene = Rain.likeRain100L(random(seed));

      double[] angles = scene.layers().stream().mapToDouble(RainLayer::angle).toArray();
      assertThat(angles).hasSizeBetween(1, 2);
      assertThat(Math.abs(angles[0] - angles[angles.length - 1])).isLessThan(8);
    }
  }

  /**
   * Expected on black, from the stated ranges: coverage 0.25 · brightness 36.4 levels (log-uniform
   * 0.06..0.28: 0.22 / ln(0.28 / 0.06) = 0.143 of white) · 0.965 (what the cut at 0.7 leaves) ·
   * 0.733 (mean along the streak, 1 - 0.5 / 3 - 0.5 / 5) · 0.92 (light of a streak is 2.3, not 2.5
   * half-widths wide) = 5.9 levels. At most 0.4 · 71.4 · 0.92 · 0.8 · 0.92 = 19 levels on average.
   */
  @Test
  void likeRain100L_overManySeeds_brightensAsStated() {
    Image clean = grey(0, 160, 240);
    int seeds = 300;
    double mean = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Image rainy = Rain.likeRain100L(random(seed)).spoil(clean, 0);
      Statistics one = Statistics.of(rainy, clean);
      assertThat(one.mean()).isBetween(0.2, 24.0);
      mean += one.mean() / seeds;
    }
    assertThat(mean).isCloseTo(5.9, within(0.6));
  }

  /** Drawn on small crops, it rains as on whole pictures: not more, not less, as far apart. */
  @Test
  void likeRain100L_ofCrops_isAsStrongAsOfWholePictures() {
    Function<Integer, double[]> meanAndVariance =
        side -> {
          Image clean = grey(0, side, side);
          double mean = 0;
          double squares = 0;
          int seeds = 300 * 96 * 96 / (side * side);
          for (int seed = 0; seed < seeds; seed++) {
            float[] light =
                Rain.likeRain100L(random(seed)).spoil(clean, 0).channels(0, 1).samples();
            for (float level : light) {
              mean += level / light.length / seeds;
              squares += level * level / light.length / seeds;
            }
          }
          return new double[] {mean, squares - mean * mean};
        };

    double[] crops = meanAndVariance.apply(24);
    double[] pictures = meanAndVariance.apply(192);

    assertThat(crops[0]).isCloseTo(pictures[0], within(0.15 * pictures[0]));
    assertThat(crops[1]).isCloseTo(pictures[1], within(0.25 * pictures[1]));
  }

  /**
   * Ten pictures stray by a sixth or so. Without veils, which add grey where there is no streak.
   */
  @Test
  void spoil_isAsStrongAsRain100L() throws IOException {
    Path rain100L = SharedPictures.folder("Rain100L-dev");
    List<Path> inputs = SharedPictures.files(rain100L.resolve("input"));
    List<Statistics> published = new ArrayList<>();
    List<Statistics> ours = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Image clean =
          SharedPictures.read(rain100L.resolve("target").resolve(inputs.get(i).getFileName()));
      published.add(Statistics.of(SharedPictures.read(inputs.get(i)), clean));
      for (int seed = 0; seed < 20; seed++) {
        RainScene drawn = Rain.scene(random(100L * i + seed));
        RainScene scene = new RainScene(drawn.seed(), drawn.layers(), drawn.screened(), 0, 0);
        ours.add(Statistics.of(scene.spoil(clean, 0).quantised(), clean));
      }
    }

    Statistics expected = Statistics.mean(published);
    Statistics mean = Statistics.mean(ours);

    assertThat(mean.mean())
        .as("mean light")
        .isCloseTo(expected.mean(), within(expected.mean() * 0.15));
    assertThat(mean.above2())
        .as("> 2")
        .isCloseTo(expected.above2(), within(expected.above2() * 0.15));
    assertThat(mean.above10())
        .as("> 10")
        .isCloseTo(expected.above10(), within(expected.above10() * 0.15));
    assertThat(mean.above40())
        .as("> 40")
        .isCloseTo(expected.above40(), within(expected.above40() * 0.15));
    assertThat(mean.brightestPercent())
        .as("brightest percent")
        .isCloseTo(expected.brightestPercent(), within(expected.brightestPercent() * 0.15));
  }
}

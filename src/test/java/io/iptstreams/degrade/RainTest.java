package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RainTest {
  /** Pixels brightened by less than this many levels do not count as covered. */
  private static final float VISIBLE = 4;

  private static Image grey(float level, int height, int width) {
    Image picture = Image.blank(3, height, width);
    Arrays.fill(picture.samples(), level);
    return picture;
  }

  private static Image noise(int height, int width, long seed) {
    Random random = new Random(seed);
    Image picture = Image.blank(3, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextInt(256);
    }
    return picture;
  }

  /** Mean brightening in levels, and share of pixels that are visibly brighter. */
  private record Statistics(double mean, double covered) {
    static Statistics of(Image rainy, Image clean) {
      double sum = 0;
      int covered = 0;
      for (int i = 0; i < clean.pixels(); i++) {
        float added = rainy.samples()[i] - clean.samples()[i];
        sum += added;
        covered += added >= VISIBLE ? 1 : 0;
      }
      return new Statistics(sum / clean.pixels(), (double) covered / clean.pixels());
    }
  }

  @Test
  void spoil_neverDarkens() {
    for (int seed = 0; seed < 10; seed++) {
      Image clean = noise(60, 80, seed);
      Image rainy = new Rain().spoil(clean, new Random(seed));
      for (int i = 0; i < clean.samples().length; i++) {
        assertThat(rainy.samples()[i]).isGreaterThanOrEqualTo(clean.samples()[i]);
      }
    }
  }

  @Test
  void spoil_addsGrey_alikeInAllChannels() {
    Image rainy = new Rain().spoil(grey(20, 60, 80), new Random(1));

    assertThat(rainy.channels(1, 1)).isEqualTo(rainy.channels(0, 1));
    assertThat(rainy.channels(2, 1)).isEqualTo(rainy.channels(0, 1));
  }

  @Test
  void spoil_saturatesAtWhite() {
    for (int seed = 0; seed < 10; seed++) {
      Image rainy = new Rain().spoil(grey(250, 60, 80), new Random(seed));
      for (float sample : rainy.samples()) {
        assertThat(sample).isBetween(250f, 255f);
      }
    }
  }

  @Test
  void spoil_withEqualSeeds_spoilsAlike() {
    Image clean = noise(60, 80, 1);

    Image rainy = new Rain().spoil(clean, new Random(2));

    assertThat(rainy).isEqualTo(new Rain().spoil(clean, new Random(2)));
    assertThat(rainy).isNotEqualTo(new Rain().spoil(clean, new Random(3)));
  }

  /**
   * Expected on black, from the stated ranges: 1.5 layers · coverage 0.085 · brightness 0.205 · 255
   * · 0.97 (what the cut at 0.85 leaves) · 0.714 (mean of cos^0.7 along the streak) = 4.6 levels;
   * covered 1.5 · 0.085 = 0.13, overlaps off, the flanks of bright streaks on top. At most 2 · 0.14
   * · 0.35 · 255 · 0.91 · 0.714 = 16 levels.
   */
  @Test
  void spoil_overManySeeds_coversAndBrightensAsStated() {
    Image clean = grey(0, 160, 240);
    int seeds = 200;
    double mean = 0;
    double covered = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Statistics one = Statistics.of(new Rain().spoil(clean, new Random(seed)), clean);
      assertThat(one.mean()).isBetween(0.05, 20.0);
      mean += one.mean() / seeds;
      covered += one.covered() / seeds;
    }
    assertThat(mean).isCloseTo(4.6, within(0.6));
    assertThat(covered).isCloseTo(0.13, within(0.03));
  }

  /** Ten pictures stray by a fifth or so; half as much again would be another rain. */
  @Test
  void spoil_isAsStrongAsRain100L() throws IOException {
    Path rain100L = SharedPictures.folder("Rain100L-dev");
    List<Path> inputs = SharedPictures.files(rain100L.resolve("input"));
    double publishedMean = 0;
    double publishedCovered = 0;
    double mean = 0;
    double covered = 0;
    int seeds = 4;
    for (int i = 0; i < inputs.size(); i++) {
      Image clean =
          SharedPictures.read(rain100L.resolve("target").resolve(inputs.get(i).getFileName()));
      Statistics published = Statistics.of(SharedPictures.read(inputs.get(i)), clean);
      publishedMean += published.mean() / inputs.size();
      publishedCovered += published.covered() / inputs.size();
      for (int seed = 0; seed < seeds; seed++) {
        Image rainy = new Rain().spoil(clean, new Random(100L * i + seed)).quantised();
        Statistics ours = Statistics.of(rainy, clean);
        mean += ours.mean() / inputs.size() / seeds;
        covered += ours.covered() / inputs.size() / seeds;
      }
    }
    assertThat(mean).isBetween(publishedMean / 1.5, publishedMean * 1.5);
    assertThat(covered).isBetween(publishedCovered / 1.5, publishedCovered * 1.5);
  }
}

package io.iptstreams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import org.junit.jupiter.api.Test;

class SpoilerTest {
  private static final Image BLACK = Image.blank(3, 120, 160);

  private static double mean(Image picture) {
    double sum = 0;
    for (float sample : picture.samples()) {
      sum += sample;
    }
    return sum / picture.samples().length;
  }

  /** Rain100L's mean light is 2 to 10 levels. */
  @Test
  void spoiled_rainsInEveryFrame_andMoves() {
    Spoiler spoiler = new Spoiler(new Task.Derain());

    for (int frame = 0; frame < 20; frame++) {
      Image rainy = spoiler.spoiled(BLACK, frame);
      assertThat(mean(rainy)).isBetween(2.0, 10.0);
      assertThat(rainy).isNotEqualTo(spoiler.spoiled(BLACK, frame + 1));
      assertThat(rainy).isEqualTo(new Spoiler(new Task.Derain()).spoiled(BLACK, frame));
    }
  }

  @Test
  void spoiled_keepsOnlySidesThatDivideByTheScale() {
    Spoiler spoiler = new Spoiler(new Task.Upscale(3));

    assertThat(spoiler.spoiled(Image.blank(3, 20, 10), 0)).hasToString("3 × 6 × 3");
  }
}

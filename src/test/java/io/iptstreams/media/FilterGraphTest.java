package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class FilterGraphTest {
  private static final Image PICTURE = Pictures.noise(37, 21, 1);

  @Test
  void filtered_byNothing_givesThePictureBack() {
    assertThat(FilterGraph.filtered(PICTURE, "null")).isEqualTo(PICTURE);
  }

  @Test
  void filtered_byNothing_keepsWhatIsBelowBlackAndAboveWhite() {
    Image noisy = new Image(3, 1, 2, new float[] {-99.5f, 0.03125f, 355, -0.25f, 1000, 128});
    assertThat(FilterGraph.filtered(noisy, "null")).isEqualTo(noisy);
  }

  @Test
  void filtered_byAFlip_turnsEveryChannel() {
    Image flipped = FilterGraph.filtered(PICTURE, "hflip");
    for (int c = 0; c < 3; c++) {
      assertThat(flipped.at(c, 20, 0)).isEqualTo(PICTURE.at(c, 20, 36));
      assertThat(flipped.at(c, 0, 30)).isEqualTo(PICTURE.at(c, 0, 6));
    }
  }

  @Test
  void filtered_byAnUnknownFilter_namesIt() {
    assertThatThrownBy(() -> FilterGraph.filtered(PICTURE, "polish=hard"))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("cannot set up the filter polish=hard: ");
  }

  @Test
  void filtered_byAGraphLeftOpen_isRefused() {
    assertThatThrownBy(() -> FilterGraph.filtered(PICTURE, "split"))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("cannot set up the filter split: ");
  }

  @Test
  void filtered_byAScaler_isRefused() {
    assertThatThrownBy(() -> FilterGraph.filtered(PICTURE, "scale=10:8"))
        .isInstanceOf(MediaException.class)
        .hasMessage("the filter scale=10:8 makes 10 × 8 of 37 × 21; it must keep the size");
  }

  /**
   * A picture of 640 × 360 × 3 × 2 bytes leaked once a round would be 415 MB; the heap may grow.
   */
  @Test
  void filtered_manyTimes_keepsTheProcessItsSize() {
    Image large = Pictures.noise(640, 360, 2);
    rounds(large, 30);
    long before = Pointer.physicalBytes();
    rounds(large, 300);

    assertThat(Pointer.physicalBytes() - before).isLessThan(200_000_000);
  }

  private static void rounds(Image picture, int count) {
    for (int round = 0; round < count; round++) {
      FilterGraph.filtered(picture, "null");
      assertThatThrownBy(() -> FilterGraph.filtered(picture, "scale=320:180"))
          .isInstanceOf(MediaException.class);
      assertThatThrownBy(() -> FilterGraph.filtered(picture, "split"))
          .isInstanceOf(MediaException.class);
    }
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {
  //  1 2 3
  //  4 5 6
  private static final Image STORED = new Image(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6});

  @Test
  void quarter_bringsTheLeftSideUp() {
    assertThat(Turn.QUARTER.apply(STORED))
        .isEqualTo(new Image(1, 3, 2, new float[] {4, 1, 5, 2, 6, 3}));
  }

  @Test
  void half_bringsTheBottomUp() {
    assertThat(Turn.HALF.apply(STORED))
        .isEqualTo(new Image(1, 2, 3, new float[] {6, 5, 4, 3, 2, 1}));
  }

  @Test
  void threeQuarters_bringTheRightSideUp() {
    assertThat(Turn.THREE_QUARTERS.apply(STORED))
        .isEqualTo(new Image(1, 3, 2, new float[] {3, 6, 2, 5, 1, 4}));
  }

  @Test
  void fourQuarters_giveThePictureBack() {
    Image image = Pictures.noise(5, 4, 11);
    Image turned = image;
    for (int i = 0; i < 4; i++) {
      turned = Turn.QUARTER.apply(turned);
    }

    assertThat(turned).isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "90, QUARTER",
    "-90, THREE_QUARTERS",
    "180, HALF",
    "-180, HALF",
    "89.99, QUARTER"
  })
  void ofDegrees_countsClockwise(double degrees, Turn turn) {
    assertThat(Turn.ofDegrees(degrees)).isEqualTo(turn);
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import org.junit.jupiter.api.Test;

class OpponentColoursTest {
  @Test
  void toRgb_ofOpponents_givesThePictureBack() {
    Image picture = Pictures.noise(7, 5, 1);
    assertThat(OpponentColours.toRgb(OpponentColours.ofRgb(picture)).samples())
        .containsExactly(picture.samples(), within(1e-3f));
  }

  @Test
  void ofRgb_ofGrey_isBrightnessAlone() {
    assertThat(OpponentColours.ofRgb(Pictures.plain(1, 1, 100, 100, 100)).samples())
        .containsExactly(new float[] {173.205f, 0, 0}, within(1e-3f));
  }
}

package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CropTest {
  private static final Scores NONE =
      new Scores(Optional.empty(), Optional.empty(), new Score(0, 0));

  private static Image wrongAt(Image picture, int y, int x) {
    Image wrong = new Image(3, picture.height(), picture.width(), picture.samples().clone());
    wrong.samples()[y * picture.width() + x] = 200;
    return wrong;
  }

  /**
   *
   *
   * <pre>
   *   0        128       256       384
   *   |   d     |         |     r   |     d: only the degraded picture is wrong here, a gain
   *                                       r: only the restored one, a loss
   * </pre>
   */
  @Test
  void ofMostAndLeastGain_findsTheGainAndTheLoss() {
    Image clean = Image.blank(3, 128, 384);
    Outcome outcome =
        new Outcome(
            "a", wrongAt(clean, 60, 20), Optional.empty(), wrongAt(clean, 60, 370), clean, NONE);

    assertThat(Crop.ofMostAndLeastGain(outcome))
        .containsExactly(new Crop(0, 0, 128), new Crop(0, 256, 128));
  }

  @Test
  void ofMostAndLeastGain_ofASmallPicture_isItsOnlySquare() {
    Image clean = Image.blank(3, 20, 30);
    Outcome outcome = new Outcome("a", clean, Optional.empty(), clean, clean, NONE);

    assertThat(Crop.ofMostAndLeastGain(outcome)).containsExactly(new Crop(0, 0, 20));
  }

  /**
   * 128 is no multiple of 3, and the last place is at the edge. The bicubic picture stands in for
   * the degraded one.
   */
  @Test
  void ofMostAndLeastGain_whereTheTaskEnlarges_startsAndEndsWithADegradedPixel() {
    Image clean = Image.blank(3, 150, 300);
    Image degraded = Image.blank(3, 50, 100);
    Outcome outcome =
        new Outcome("a", degraded, Optional.of(wrongAt(clean, 20, 290)), clean, clean, NONE);

    Crop most = Crop.ofMostAndLeastGain(outcome).get(0);

    assertThat(most).isEqualTo(new Crop(0, 174, 126));
    assertThat(most.of(degraded, 3)).hasToString("3 × 42 × 42");
  }
}

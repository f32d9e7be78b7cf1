package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfEnsembleTest {
  private static final Image PICTURE = new Image(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6});

  /**
   *
   *
   * <pre>
   *   1 2 3    3 2 1    4 5 6    6 5 4    and these transposed
   *   4 5 6    6 5 4    1 2 3    3 2 1
   * </pre>
   */
  @Test
  void of_showsAllEightOrientations() {
    List<float[]> seen = new ArrayList<>();
    SelfEnsemble.of(
        PICTURE,
        turned -> {
          seen.add(turned.samples());
          return turned;
        });
    assertThat(seen)
        .extracting(Arrays::toString)
        .containsExactly(
            "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]",
            "[3.0, 2.0, 1.0, 6.0, 5.0, 4.0]",
            "[4.0, 5.0, 6.0, 1.0, 2.0, 3.0]",
            "[6.0, 5.0, 4.0, 3.0, 2.0, 1.0]",
            "[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]",
            "[3.0, 6.0, 2.0, 5.0, 1.0, 4.0]",
            "[4.0, 1.0, 5.0, 2.0, 6.0, 3.0]",
            "[6.0, 3.0, 5.0, 2.0, 4.0, 1.0]");
  }

  @Test
  void of_whatChangesNothing_givesThePictureBack() {
    assertThat(SelfEnsemble.of(PICTURE, turned -> turned)).isEqualTo(PICTURE);
  }

  /** Adding 8 to the first sample adds 2 to each corner: each is first in two orientations. */
  @Test
  void of_turnsEachResultBackBeforeTheMean() {
    Image mean =
        SelfEnsemble.of(
            PICTURE,
            turned -> {
              float[] samples = turned.samples().clone();
              samples[0] += 8;
              return new Image(1, turned.height(), turned.width(), samples);
            });
    assertThat(mean.samples()).containsExactly(3, 2, 5, 6, 5, 8);
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteImageTest {
  /** 0 to 15, row by row; 100 more in green, 200 more in blue. */
  private static Image numbered() {
    Image picture = Image.blank(3, 4, 4);
    for (int i = 0; i < 48; i++) {
      picture.samples()[i] = i % 16 + 100 * (i / 16);
    }
    return picture;
  }

  private static Image corner(float... levels) {
    Image corner = Image.blank(3, 2, 2);
    for (int i = 0; i < 12; i++) {
      corner.samples()[i] = levels[i % 4] + 100 * (i / 4);
    }
    return corner;
  }

  @Test
  void image_ofWholeLevels_isThePicture() {
    assertThat(ByteImage.of(numbered()).image()).isEqualTo(numbered());
  }

  @Test
  void of_roundsAndClamps_andDropsAlpha() {
    Image picture = new Image(4, 1, 1, new float[] {-3, 254.6f, 300, 17});

    assertThat(ByteImage.of(picture).image())
        .isEqualTo(new Image(3, 1, 1, new float[] {0, 255, 255}));
  }

  /** Crops of 2 × 2 start in 3 × 3 places. */
  @Test
  void crop_comesFromEveryPlace_inEverySymmetry() {
    ByteImage picture = ByteImage.of(numbered());
    Random random = new Random(1);

    Set<Image> crops = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      crops.add(picture.crop(2, random));
    }

    assertThat(crops)
        .hasSize(9 * 8)
        .contains(corner(0, 1, 4, 5), corner(1, 0, 5, 4), corner(4, 5, 0, 1), corner(5, 4, 1, 0))
        .contains(corner(0, 4, 1, 5), corner(4, 0, 5, 1), corner(1, 5, 0, 4), corner(5, 1, 4, 0));
  }
}

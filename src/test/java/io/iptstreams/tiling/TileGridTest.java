package io.iptstreams.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileGridTest {

  /**
   *
   *
   * <pre>
   *   0 1 2 3 4 5 6 7 8
   *   [     ]
   *         [     ]
   *             [     ]   not at 6, which would leave the picture
   * </pre>
   */
  @Test
  void left_ofTheLastColumn_isFlushWithTheFarEdge() {
    TileGrid grid = new TileGrid(4, 9, 4, 1);

    assertThat(IntStream.range(0, grid.count()).map(grid::left)).containsExactly(0, 3, 5);
  }

  @Test
  void tiles_runRowByRow() {
    TileGrid grid = new TileGrid(7, 7, 4, 1);

    assertThat(IntStream.range(0, grid.count()).map(grid::top)).containsExactly(0, 0, 3, 3);
    assertThat(IntStream.range(0, grid.count()).map(grid::left)).containsExactly(0, 3, 0, 3);
  }

  @Test
  void count_ofAPictureOfExactlyOneTile_isOne() {
    assertThat(new TileGrid(48, 48, 48, 12).count()).isEqualTo(1);
  }

  @Test
  void count_ofFullHdInTilesOf48Sharing12_is1590() {
    assertThat(new TileGrid(1080, 1920, 48, 12).count()).isEqualTo(30 * 53);
  }

  @Test
  void cut_copiesTheRectangleOfTheTile() {
    Image picture = counting(7, 9);
    TileGrid grid = new TileGrid(7, 9, 4, 1);

    assertThat(grid.cut(picture, 4)).isEqualTo(picture.crop(3, 3, 4, 4));
  }

  /**
   *
   *
   * <pre>
   *   0 1 2 | 1 0
   *   3 4 5 | 4 3
   *   ------+----
   *   0 1 2 | 1 0
   *   3 4 5 | 4 3
   *   0 1 2 | 1 0
   * </pre>
   */
  @Test
  void cut_ofASmallerPicture_reflectsItAtItsLastPixels() {
    Image tile = new TileGrid(2, 3, 5, 2).cut(counting(2, 3), 0);

    assertThat(tile.samples())
        .containsExactly(0, 1, 2, 1, 0, 3, 4, 5, 4, 3, 0, 1, 2, 1, 0, 3, 4, 5, 4, 3, 0, 1, 2, 1, 0);
  }

  @Test
  void cut_ofASinglePixel_repeatsIt() {
    Image tile = new TileGrid(1, 1, 3, 1).cut(new Image(1, 1, 1, new float[] {7}), 0);

    assertThat(tile.samples()).containsOnly(7).hasSize(9);
  }

  @Test
  void cut_ofALowWidePicture_padsBelowOnly() {
    Image picture = counting(1, 6);
    TileGrid grid = new TileGrid(1, 6, 4, 0);

    assertThat(grid.cut(picture, 1).crop(3, 0, 1, 4).samples()).containsExactly(2, 3, 4, 5);
  }

  @Test
  void cut_ofAPictureOfAnotherSize_namesBothSizes() {
    TileGrid grid = new TileGrid(4, 9, 4, 1);

    assertThatThrownBy(() -> grid.cut(counting(5, 9), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this grid is for pictures of 9 × 4, got 1 × 5 × 9");
  }

  @Test
  void overlap_ofAWholeTile_isRefused() {
    assertThatThrownBy(() -> new TileGrid(4, 9, 4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tiles of 4 overlap by 0 to 3 pixels, got 4");
  }

  private static Image counting(int height, int width) {
    float[] samples = new float[height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i;
    }
    return new Image(1, height, width, samples);
  }

  @Test
  void tilesMeet_whereTheyOverlap_andNowhereElse() {
    TileGrid grid = new TileGrid(4, 9, 4, 1);

    // Tiles at 0, 3 and 5: shared are 3 and, by the last two, 5 and 6.
    assertThat(IntStream.range(1, 9).filter(grid::meetAt)).containsExactly(3, 4, 5, 6, 7);
  }

  @Test
  void tilesThatOnlyTouch_meetAtOneColumn() {
    assertThat(IntStream.range(1, 8).filter(new TileGrid(4, 8, 4, 0)::meetAt)).containsExactly(4);
  }
}

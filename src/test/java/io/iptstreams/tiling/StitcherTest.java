package io.iptstreams.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StitcherTest {
  private final Random random = new Random(20120364);

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 1", "5, 0", "5, 2", "5, 4", "6, 3", "8, 3"})
  void stitch_ofUntouchedTiles_givesTheSameBitsAtEverySize(int tile, int overlap) {
    for (int height = 1; height <= 3 * tile; height++) {
      for (int width = 1; width <= 3 * tile; width++) {
        Image picture = noise(1 + (height + width) % 3, height, width);
        TileGrid grid = new TileGrid(height, width, tile, overlap);

        assertThat(Stitcher.stitch(grid, 1, cut(grid, picture)))
            .as("%d x %d", width, height)
            .isEqualTo(picture);
      }
    }
  }

  @Test
  void stitch_ofUntouchedTiles_givesTheSameBitsForALargePicture() {
    Image picture = noise(3, 217, 331);
    TileGrid grid = new TileGrid(217, 331, 48, 12);

    assertThat(Stitcher.stitch(grid, 1, cut(grid, picture))).isEqualTo(picture);
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "4"})
  void stitch_ofEnlargedTiles_givesTheEnlargedPicture(int scale) {
    for (int height = 1; height <= 13; height += 3) {
      for (int width = 1; width <= 13; width += 2) {
        Image picture = noise(2, height, width);
        TileGrid grid = new TileGrid(height, width, 5, 2);
        List<Image> tiles = cut(grid, picture).stream().map(tile -> repeated(tile, scale)).toList();

        assertThat(Stitcher.stitch(grid, scale, tiles)).isEqualTo(repeated(picture, scale));
      }
    }
  }

  /**
   * Two tiles of 4 sharing 2 pixels, the left all 0, the right all 100: a straight ramp between.
   *
   * <pre>
   *   0   0   25  75  100 100
   *   [  left     ]
   *           [    right    ]
   * </pre>
   */
  @Test
  void stitch_rampsLinearlyAcrossTheOverlap() {
    TileGrid grid = new TileGrid(4, 6, 4, 2);

    Image stitched = Stitcher.stitch(grid, 1, List.of(flat(4, 0), flat(4, 100)));

    assertThat(stitched.crop(1, 0, 1, 6).samples()).containsExactly(0, 0, 25, 75, 100, 100);
  }

  /**
   * Four tiles meet: at the centre the weights are products of the two ramps.
   *
   * <pre>
   *     0 │ 0
   *    ───┼───      the only lit tile is the lower right one
   *     0 │ 100
   * </pre>
   */
  @Test
  void stitch_weighsACornerByTheProductOfBothRamps() {
    TileGrid grid = new TileGrid(6, 6, 4, 2);

    Image stitched =
        Stitcher.stitch(grid, 1, List.of(flat(4, 0), flat(4, 0), flat(4, 0), flat(4, 100)));

    assertThat(stitched.at(0, 2, 2)).isCloseTo(6.25f, within(1e-4f));
    assertThat(stitched.at(0, 3, 2)).isCloseTo(18.75f, within(1e-4f));
    assertThat(stitched.at(0, 3, 3)).isCloseTo(56.25f, within(1e-4f));
    assertThat(stitched.at(0, 5, 5)).isEqualTo(100);
  }

  /** Every tile a constant of its own: neighbours differ by 1, so no step may exceed 1 / 6. */
  @Test
  void stitch_ofTilesThatDisagree_leavesNoSeam() {
    TileGrid grid = new TileGrid(16, 70, 16, 6);
    List<Image> tiles = IntStream.range(0, grid.count()).mapToObj(i -> flat(16, i % 2)).toList();

    float[] row = Stitcher.stitch(grid, 1, tiles).crop(8, 0, 1, 70).samples();

    for (int x = 1; x < row.length; x++) {
      assertThat(Math.abs(row[x] - row[x - 1])).isLessThan(0.17f);
    }
  }

  @Test
  void add_ofATileOfWrongShape_namesTheTileAndBothShapes() {
    TileGrid grid = new TileGrid(4, 6, 4, 2);
    Stitcher stitcher = new Stitcher(grid, 2, 1);

    assertThatThrownBy(() -> stitcher.add(flat(4, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("restored tile 0 of 2 is 1 × 4 × 4, expected 1 × 8 × 8");
  }

  @Test
  void picture_beforeAllTilesAreThere_saysHowManyAre() {
    TileGrid grid = new TileGrid(4, 6, 4, 2);
    Stitcher stitcher = new Stitcher(grid, 1, 1);
    stitcher.add(flat(4, 0));

    assertThatThrownBy(stitcher::picture)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("only 1 of 2 tiles of this picture are stitched");
  }

  private static List<Image> cut(TileGrid grid, Image picture) {
    return IntStream.range(0, grid.count()).mapToObj(i -> grid.cut(picture, i)).toList();
  }

  private Image noise(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextFloat() * 255;
    }
    return picture;
  }

  private static Image flat(int side, float value) {
    Image tile = Image.blank(1, side, side);
    Arrays.fill(tile.samples(), value);
    return tile;
  }

  private static Image repeated(Image image, int scale) {
    Image large = Image.blank(image.channels(), image.height() * scale, image.width() * scale);
    for (int c = 0; c < large.channels(); c++) {
      for (int y = 0; y < large.height(); y++) {
        for (int x = 0; x < large.width(); x++) {
          large.samples()[(c * large.height() + y) * large.width() + x] =
              image.at(c, y / scale, x / scale);
        }
      }
    }
    return large;
  }
}

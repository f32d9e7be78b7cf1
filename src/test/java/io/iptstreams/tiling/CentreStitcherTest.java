package io.iptstreams.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CentreStitcherTest {
  private static final List<Tiling> PUBLISHED =
      List.of(new Tiling.Official(), new Tiling.MindSpore());

  private static Image noise(int height, int width) {
    Random random = new Random(1);
    float[] samples = new float[height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    return new Image(1, height, width, samples);
  }

  /** Every tile filled with its own number. */
  private static Image numbered(TilePlan plan, int scale) {
    Mosaic mosaic = plan.mosaic(scale, 1);
    for (int i = 0; i < plan.count(); i++) {
      float[] samples = new float[plan.tile() * scale * plan.tile() * scale];
      java.util.Arrays.fill(samples, i);
      mosaic.add(new Image(1, plan.tile() * scale, plan.tile() * scale, samples));
    }
    return mosaic.picture();
  }

  private static float[] row(Image image, int y) {
    return image.crop(y, 0, 1, image.width()).samples();
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "9, 8", "23, 16", "31, 40", "5, 3", "3, 30", "64, 17"})
  void stitch_ofUntouchedTiles_givesThePictureBack(int height, int width) {
    Image picture = noise(height, width);
    for (Tiling tiling : PUBLISHED) {
      TilePlan plan = tiling.plan(height, width, 8);
      Mosaic mosaic = plan.mosaic(1, 1);
      for (int i = 0; i < plan.count(); i++) {
        mosaic.add(plan.cut(picture, i));
      }
      assertThat(mosaic.picture().samples())
          .as(tiling.name())
          .containsExactly(picture.samples(), Offset.offset(1e-4f));
    }
  }

  /**
   * Sides 8, stride 2, margin 2. One row of tiles at 0, 2, 4 (the grid ends at 12) and the last at
   * 5; the seam is at 12 - floor(7 / 2) = 9.
   *
   * <pre>
   *   0 1|2 3|4 5|6 7|8|9 . . .
   *    0 | 0 |0+1|1+2|2| last
   * </pre>
   */
  @Test
  void official_averagesCentres_betweenTheFrameAndTheSeam() {
    TilePlan plan = new Tiling.Official().plan(8, 13, 8);
    assertThat(plan.count()).isEqualTo(4);
    assertThat(row(numbered(plan, 1), 3))
        .containsExactly(0, 0, 0, 0, .5f, .5f, 1.5f, 1.5f, 2, 3, 3, 3, 3);
  }

  /** Above the frame's lower edge the first tile keeps its whole width. */
  @Test
  void official_givesTheTopLeftCornerToTheFirstTile() {
    TilePlan plan = new Tiling.Official().plan(8, 13, 8);
    float[] corner = {0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 3, 3, 3};
    assertThat(row(numbered(plan, 1), 0)).containsExactly(corner);
    assertThat(row(numbered(plan, 1), 1)).containsExactly(corner);
  }

  /** Enlarged by 3 the seam would be at 36 - 10.5; it moves to the far edge's side: 26. */
  @Test
  void official_ofAHalfPixelSeam_movesItTowardsTheFarEdge() {
    float[] row = row(numbered(new Tiling.Official().plan(8, 13, 8), 3), 10);
    assertThat(row[25]).isEqualTo(2);
    assertThat(row[26]).isEqualTo(3);
  }

  @Test
  void official_countsTheTilesOfThePublishedSizes() {
    assertThat(new Tiling.Official().plan(256, 256, 48).count()).isEqualTo(361);
    assertThat(new Tiling.Official().plan(321, 481, 48).count()).isEqualTo(912);
    assertThat(new Tiling.Official().plan(512, 512, 48).count()).isEqualTo(1600);
    assertThat(new Tiling.Official().plan(1080, 1920, 48).count()).isEqualTo(13659);
  }

  /** Stride 6, margin 1: tiles at 0, 6 and last at 7; centres 1..6 and 7..12; seam at 14 - 3. */
  @Test
  void mindspore_laysCentresSideBySide() {
    TilePlan plan = new Tiling.MindSpore().plan(8, 15, 8);
    assertThat(row(numbered(plan, 1), 4))
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    assertThat(new Tiling.MindSpore().plan(512, 512, 48).count()).isEqualTo(196);
  }

  @Test
  void requireFit_ofTilesThatDoNotDivide_saysSo() {
    assertThatThrownBy(() -> new Tiling.Official().requireFit(6, "tiny"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the official tiling needs tiles whose side divides by 4, those of tiny have 6 pixels");
  }

  @Test
  void add_namesTheTileOfWrongShape() {
    Mosaic mosaic = new Tiling.Official().plan(8, 13, 8).mosaic(2, 1);
    assertThatThrownBy(() -> mosaic.add(noise(8, 8)))
        .hasMessage("restored tile 0 of 4 is 1 × 8 × 8, expected 1 × 16 × 16");
    assertThatThrownBy(mosaic::picture).hasMessageContaining("only 0 of 4 tiles");
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 *
 *
 * <pre>
 *   0        24 28       52 56       80
 *   degraded |  restored |  clean          rows 0..23
 *   white                                  rows 24..27
 *   degraded |  restored |  clean          rows 28..51
 * </pre>
 */
class SampleSheetTest {

  /** Every pixel tells where it is: red its row, green its column, blue the picture. */
  private static Image picture(int height, int width, int blue) {
    Image picture = Image.blank(3, height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.samples()[y * width + x] = y;
        picture.samples()[(height + y) * width + x] = x;
        picture.samples()[(2 * height + y) * width + x] = blue;
      }
    }
    return picture;
  }

  private static Validation.Sample sample(int height, int width, int scale) {
    return new Validation.Sample(
        picture(height / scale, width / scale, 1),
        picture(height, width, 2),
        picture(height, width, 3));
  }

  private static void assertPixel(Image sheet, int y, int x, int row, int column, int blue) {
    assertThat(List.of(sheet.at(0, y, x), sheet.at(1, y, x), sheet.at(2, y, x)))
        .as("sheet at (%d, %d)", y, x)
        .containsExactly((float) row, (float) column, (float) blue);
  }

  @Test
  void sheet_hasARowForEachTask() {
    Image sheet = SampleSheet.of(List.of(sample(24, 24, 1), sample(24, 24, 1)));

    assertThat(sheet).hasToString("3 × 52 × 80");
    assertPixel(sheet, 5, 7, 5, 7, 1);
    assertPixel(sheet, 5, 28 + 7, 5, 7, 2);
    assertPixel(sheet, 5, 56 + 7, 5, 7, 3);
    assertPixel(sheet, 28 + 5, 56 + 7, 5, 7, 3);
    assertPixel(sheet, 5, 25, 255, 255, 255);
    assertPixel(sheet, 25, 5, 255, 255, 255);
  }

  @Test
  void degradedPixels_ofATaskThatEnlarges_areRepeated() {
    Image sheet = SampleSheet.of(List.of(sample(24, 24, 3)));

    assertPixel(sheet, 0, 0, 0, 0, 1);
    assertPixel(sheet, 2, 2, 0, 0, 1);
    assertPixel(sheet, 3, 2, 1, 0, 1);
    assertPixel(sheet, 23, 23, 7, 7, 1);
  }

  /** Of 288 × 252 pixels, 192 from row 48 and from column 30, which is 24 in whole dozens. */
  @Test
  void largePictures_areShownInTheirMiddle_fromAWholeDegradedPixelOn() {
    Image sheet = SampleSheet.of(List.of(sample(288, 252, 4)));

    assertThat(sheet).hasToString("3 × 192 × 584");
    assertPixel(sheet, 0, 0, 12, 6, 1);
    assertPixel(sheet, 0, 196, 48, 24, 2);
    assertPixel(sheet, 0, 392, 48, 24, 3);
  }

  @Test
  void rows_giveTheSheetBack() {
    List<Image> rows =
        SampleSheet.rows(SampleSheet.of(List.of(sample(24, 36, 1), sample(24, 36, 2))));

    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).hasToString("3 × 24 × 80"));
    assertPixel(rows.get(1), 5, 56 + 7, 5, 7, 3);
  }
}

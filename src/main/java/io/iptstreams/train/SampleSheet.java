package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code sheet.png}: a row for each task, and in it the middle of a picture spoiled, restored and
 * clean, all of one size, white lines between.
 *
 * <pre>
 *   degraded | restored | clean     first task
 *   degraded | restored | clean     second task
 * </pre>
 */
final class SampleSheet {
  static final int LARGEST_SIDE = 192;

  /** Pixels between two pictures. */
  static final int GAP = 4;

  private static final int COLUMNS = 3;

  /** A multiple of every scale, so that a square begins with a whole degraded pixel. */
  private static final int UNIT = 12;

  private SampleSheet() {}

  /**
   * The sheet.
   *
   * @param samples one for each task, of at least 12 × 12 clean pixels
   */
  static Image of(List<Validation.Sample> samples) {
    int side = LARGEST_SIDE;
    for (Validation.Sample sample : samples) {
      side = Math.min(side, Math.min(sample.clean().height(), sample.clean().width()));
    }
    side = side / UNIT * UNIT;
    Image sheet = Image.blank(3, side(samples.size(), side), side(COLUMNS, side));
    Arrays.fill(sheet.samples(), 255);
    for (int row = 0; row < samples.size(); row++) {
      Validation.Sample sample = samples.get(row);
      int top = row * (side + GAP);
      Image clean = middle(sample.clean(), 1, side);
      int scale = sample.clean().height() / sample.degraded().height();
      paste(sheet, repeated(middle(sample.degraded(), scale, side), scale), top, 0);
      paste(sheet, middle(sample.restored(), 1, side), top, side + GAP);
      paste(sheet, clean, top, 2 * (side + GAP));
    }
    return sheet;
  }

  /** The rows of a sheet, each a picture. */
  static List<Image> rows(Image sheet) {
    int side = (sheet.width() - (COLUMNS - 1) * GAP) / COLUMNS;
    return IntStream.range(0, (sheet.height() + GAP) / (side + GAP))
        .mapToObj(row -> sheet.crop(row * (side + GAP), 0, side, sheet.width()))
        .toList();
  }

  private static int side(int count, int side) {
    return count * side + (count - 1) * GAP;
  }

  private static Image middle(Image picture, int scale, int side) {
    int top = (picture.height() * scale - side) / 2 / UNIT * UNIT / scale;
    int left = (picture.width() * scale - side) / 2 / UNIT * UNIT / scale;
    return picture.crop(top, left, side / scale, side / scale);
  }

  /** Every pixel as a square of {@code scale} pixels a side. */
  static Image repeated(Image picture, int scale) {
    if (scale == 1) {
      return picture;
    }
    int channels = picture.channels();
    Image out = Image.blank(channels, picture.height() * scale, picture.width() * scale);
    int i = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          out.samples()[i++] = picture.at(c, y / scale, x / scale);
        }
      }
    }
    return out;
  }

  private static void paste(Image sheet, Image picture, int top, int left) {
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < picture.height(); y++) {
        System.arraycopy(
            picture.samples(),
            (c * picture.height() + y) * picture.width(),
            sheet.samples(),
            (c * sheet.height() + top + y) * sheet.width() + left,
            picture.width());
      }
    }
  }
}

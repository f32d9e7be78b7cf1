package io.iptstreams.restore;

import io.iptstreams.image.Image;
import java.util.function.UnaryOperator;

/**
 * Restores a picture in its eight orientations and takes the mean: the published "x8".
 *
 * <p>An orientation is mirrored left to right or not, then upside down or not, then transposed or
 * not; its result is turned back in the opposite order. Nothing is rounded or clamped in between.
 */
final class SelfEnsemble {
  private static final int ORIENTATIONS = 8;

  private SelfEnsemble() {}

  /**
   * @param restoration what is done to each orientation; may enlarge
   */
  static Image of(Image picture, UnaryOperator<Image> restoration) {
    Image sum = null;
    for (int i = 0; i < ORIENTATIONS; i++) {
      boolean mirrored = (i & 1) != 0;
      boolean upsideDown = (i & 2) != 0;
      boolean transposed = (i & 4) != 0;
      Image turned = flipped(picture, mirrored, upsideDown);
      Image restored = restoration.apply(transposed ? transposed(turned) : turned);
      Image back = flipped(transposed ? transposed(restored) : restored, mirrored, upsideDown);
      if (sum == null) {
        sum = Image.blank(back.channels(), back.height(), back.width());
      }
      for (int k = 0; k < sum.samples().length; k++) {
        // An eighth is exact, so eight equal results give just that.
        sum.samples()[k] += back.samples()[k] / ORIENTATIONS;
      }
    }
    return sum;
  }

  private static Image flipped(Image image, boolean mirrored, boolean upsideDown) {
    if (!mirrored && !upsideDown) {
      return image;
    }
    Image out = Image.blank(image.channels(), image.height(), image.width());
    int i = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        int fromY = upsideDown ? image.height() - 1 - y : y;
        for (int x = 0; x < image.width(); x++) {
          out.samples()[i++] = image.at(c, fromY, mirrored ? image.width() - 1 - x : x);
        }
      }
    }
    return out;
  }

  private static Image transposed(Image image) {
    Image out = Image.blank(image.channels(), image.width(), image.height());
    int i = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.width(); y++) {
        for (int x = 0; x < image.height(); x++) {
          out.samples()[i++] = image.at(c, x, y);
        }
      }
    }
    return out;
  }
}

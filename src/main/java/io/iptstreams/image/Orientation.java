package io.iptstreams.image;

/**
 * Turns a stored picture upright, by the orientation number of Exif.
 *
 * <pre>
 *        1       2       3       4        5        6        7        8
 *
 *      a b c   c b a   f e d   d e f     a d      d a      f c      c f
 *      d e f   f e d   c b a   a b c     b e      e b      e b      b e
 *                                        c f      f c      d a      a d
 *
 *   each: what a picture stored as abc / def looks like upright
 * </pre>
 */
final class Orientation {
  private Orientation() {}

  /**
   * The picture as it is looked at; from 5 on, height and width change places.
   *
   * @param orientation 1 to 8
   */
  static Image upright(Image stored, int orientation) {
    if (orientation == 1) {
      return stored;
    }
    int height = stored.height();
    int width = stored.width();
    boolean sideways = orientation >= 5;
    boolean fromBelow = orientation == 3 || orientation == 4 || orientation >= 6 && orientation < 8;
    boolean fromRight = orientation == 2 || orientation == 3 || orientation >= 7;
    int row = fromBelow ? -width : width;
    int column = fromRight ? -1 : 1;
    int down = sideways ? column : row;
    int right = sideways ? row : column;
    int first = (fromBelow ? (height - 1) * width : 0) + (fromRight ? width - 1 : 0);

    Image upright =
        Image.blank(stored.channels(), sideways ? width : height, sideways ? height : width);
    int out = 0;
    for (int c = 0; c < stored.channels(); c++) {
      for (int y = 0; y < upright.height(); y++) {
        int in = c * height * width + first + y * down;
        for (int x = 0; x < upright.width(); x++, in += right) {
          upright.samples()[out++] = stored.samples()[in];
        }
      }
    }
    return upright;
  }
}

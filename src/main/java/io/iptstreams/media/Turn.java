package io.iptstreams.media;

import io.iptstreams.image.Image;

/**
 * By how much the pictures of a video are turned to be seen upright, clockwise. Cameras held
 * upright store pictures lying on their side and say so in the file.
 *
 * <pre>
 *   stored   QUARTER   HALF   THREE_QUARTERS
 *   a b c      d a     f e d       c f
 *   d e f      e b     c b a       b e
 *              f c                 a d
 * </pre>
 */
enum Turn {
  NONE,
  QUARTER,
  HALF,
  THREE_QUARTERS;

  /** The nearest turn to so many degrees, clockwise; other angles are no camera's. */
  static Turn ofDegrees(double clockwise) {
    return values()[Math.floorMod(Math.round(clockwise / 90), 4)];
  }

  /** Whether width and height change places. */
  boolean swapsSides() {
    return this == QUARTER || this == THREE_QUARTERS;
  }

  /** The picture upright. */
  Image apply(Image stored) {
    if (this == NONE) {
      return stored;
    }
    int plane = stored.height() * stored.width();
    int height = swapsSides() ? stored.width() : stored.height();
    int width = swapsSides() ? stored.height() : stored.width();
    float[] from = stored.samples();
    float[] samples = new float[from.length];
    int next = 0;
    for (int channel = 0; channel < stored.channels(); channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int row = this == QUARTER ? width - 1 - x : this == HALF ? height - 1 - y : x;
          int column = this == QUARTER ? y : this == HALF ? width - 1 - x : height - 1 - y;
          samples[next++] = from[channel * plane + row * stored.width() + column];
        }
      }
    }
    return new Image(stored.channels(), height, width, samples);
  }
}

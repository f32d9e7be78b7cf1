package io.iptstreams.restore;

import io.iptstreams.image.Image;

/** Grey and RGB tiles to the three channels of a model and back. */
final class Colours {
  private Colours() {}

  /** Grey is repeated, RGB taken as it is. */
  static Image toRgb(Image tile) {
    if (tile.channels() == 3) {
      return tile;
    }
    int plane = Math.toIntExact(tile.pixels());
    Image rgb = Image.blank(3, tile.height(), tile.width());
    for (int c = 0; c < 3; c++) {
      System.arraycopy(tile.samples(), 0, rgb.samples(), c * plane, plane);
    }
    return rgb;
  }

  /** The three channels averaged into one if {@code channels} is 1, as they are if it is 3. */
  static Image fromRgb(Image tile, int channels) {
    if (channels == 3) {
      return tile;
    }
    int plane = Math.toIntExact(tile.pixels());
    float[] rgb = tile.samples();
    Image grey = Image.blank(1, tile.height(), tile.width());
    for (int i = 0; i < plane; i++) {
      // In double, where three equal samples have exactly themselves as mean.
      grey.samples()[i] = (float) (((double) rgb[i] + rgb[plane + i] + rgb[2 * plane + i]) / 3);
    }
    return grey;
  }

  /** Every sample brought into 0..255. */
  static Image clamped(Image image) {
    float[] clamped = image.samples().clone();
    for (int i = 0; i < clamped.length; i++) {
      clamped[i] = Math.min(255, Math.max(0, clamped[i]));
    }
    return new Image(image.channels(), image.height(), image.width(), clamped);
  }

  /** The planes of two pictures of equal size, one after the other. */
  static Image joined(Image first, Image second) {
    Image joined = Image.blank(first.channels() + second.channels(), first.height(), first.width());
    System.arraycopy(first.samples(), 0, joined.samples(), 0, first.samples().length);
    System.arraycopy(
        second.samples(), 0, joined.samples(), first.samples().length, second.samples().length);
    return joined;
  }
}

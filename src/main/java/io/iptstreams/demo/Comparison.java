package io.iptstreams.demo;

import io.iptstreams.image.Image;

/**
 * Two pictures of one scene in one: the left half of the first, the right half of the second, a
 * white line between.
 */
final class Comparison {
  private Comparison() {}

  static Image of(Image before, Image after) {
    float[] samples = after.samples().clone();
    int middle = after.width() / 2;
    for (int row = 0; row < after.channels() * after.height(); row++) {
      System.arraycopy(before.samples(), row * after.width(), samples, row * after.width(), middle);
      samples[row * after.width() + middle] = 255;
    }
    return new Image(after.channels(), after.height(), after.width(), samples);
  }
}

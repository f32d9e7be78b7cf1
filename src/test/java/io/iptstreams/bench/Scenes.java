package io.iptstreams.bench;

import io.iptstreams.image.Image;
import java.util.Random;

/** A picture to measure with. */
final class Scenes {
  private static final int HEIGHT = 720;
  private static final int WIDTH = 1280;

  private Scenes() {}

  /** 3 × 720 × 1280 whole levels: slow waves under a little noise, as a camera's picture packs. */
  static Image photograph() {
    Random random = new Random(1);
    Image scene = Image.blank(3, HEIGHT, WIDTH);
    int i = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          double wave = Math.sin(x / (40.0 + 7 * c)) + Math.cos(y / 55.0 + x / 200.0);
          scene.samples()[i++] = (float) (128 + 50 * wave + 3 * random.nextGaussian());
        }
      }
    }
    return scene.quantised();
  }
}

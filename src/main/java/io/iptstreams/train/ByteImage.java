package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.random.RandomGenerator;

/** An RGB picture at a byte a sample: 3 × H × W whole levels, a quarter of an {@link Image}. */
final class ByteImage {
  private final int height;
  private final int width;
  private final byte[] samples;

  private ByteImage(int height, int width, byte[] samples) {
    this.height = height;
    this.width = width;
    this.samples = samples;
  }

  /** The first three channels, rounded and clamped. */
  static ByteImage of(Image image) {
    byte[] samples = new byte[3 * Math.toIntExact(image.pixels())];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.min(255, Math.max(0, Math.rint(image.samples()[i])));
    }
    return new ByteImage(image.height(), image.width(), samples);
  }

  Image image() {
    float[] out = new float[samples.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = samples[i] & 0xff;
    }
    return new Image(3, height, width, out);
  }

  /** A square from anywhere in the picture, in one of the eight symmetries of the square. */
  Image crop(int side, RandomGenerator random) {
    int top = random.nextInt(height - side + 1);
    int left = random.nextInt(width - side + 1);
    return crop(top, left, side, random.nextInt(8));
  }

  /**
   * @param symmetry bit 0 flips left-right, bit 1 up-down, bit 2 transposes
   */
  private Image crop(int top, int left, int side, int symmetry) {
    int right = (symmetry & 1) == 0 ? 1 : -1;
    int down = (symmetry & 2) == 0 ? width : -width;
    int corner = (top + (down > 0 ? 0 : side - 1)) * width + left + (right > 0 ? 0 : side - 1);
    boolean transposed = (symmetry & 4) != 0;
    int alongRow = transposed ? down : right;
    int alongColumn = transposed ? right : down;
    float[] out = new float[3 * side * side];
    int i = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        int from = c * height * width + corner + y * alongColumn;
        for (int x = 0; x < side; x++, from += alongRow) {
          out[i++] = samples[from] & 0xff;
        }
      }
    }
    return new Image(3, side, side, out);
  }
}

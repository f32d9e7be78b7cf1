package io.iptstreams.media;

import io.iptstreams.image.Image;
import java.util.Random;

/** Pictures made by rule, and how far two of them are apart. */
final class Pictures {
  private Pictures() {}

  /** Every sample a level of its own: what only a lossless codec gives back. */
  static Image noise(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[3 * width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    return new Image(3, height, width, samples);
  }

  /** Slow waves, each channel its own, that move two pixels per frame: what codecs do well. */
  static Image waves(int width, int height, int frame) {
    float[] samples = new float[3 * width * height];
    int next = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double wave = Math.sin((x + 2 * frame) / (17.0 + 6 * c)) * Math.cos(y / (23.0 - 4 * c));
          samples[next++] = (float) Math.rint(128 + 90 * wave);
        }
      }
    }
    return new Image(3, height, width, samples);
  }

  static Image plain(int width, int height, float red, float green, float blue) {
    float[] samples = new float[3 * width * height];
    int plane = width * height;
    for (int i = 0; i < plane; i++) {
      samples[i] = red;
      samples[plane + i] = green;
      samples[2 * plane + i] = blue;
    }
    return new Image(3, height, width, samples);
  }

  /** Peak signal to noise ratio in dB over all samples, peak 255. */
  static double psnr(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.samples().length; i++) {
      double difference = one.samples()[i] - other.samples()[i];
      sum += difference * difference;
    }
    return 10 * Math.log10(255.0 * 255.0 * one.samples().length / sum);
  }
}

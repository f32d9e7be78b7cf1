package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rain of one picture or of one clip: what stays the same from frame to frame. Layers, their
 * directions and densities stay; streaks of fast layers are others in every frame, those of slow
 * ones move on.
 *
 * @param seed of the streaks; equal scenes spoil alike
 * @param layers none for dry weather
 * @param screened streaks shine through, {@code x + s · (1 - x / 255)}, instead of adding up to
 *     white
 * @param veil share of the light that comes from the veil of far drops, 0..1
 * @param veilBrightness grey of the veil, levels of 255
 */
public record RainScene(
    long seed, List<RainLayer> layers, boolean screened, double veil, double veilBrightness)
    implements ClipDegradation {
  public RainScene {
    layers = List.copyOf(layers);
    if (!(veil >= 0 && veil <= 1)) {
      throw new IllegalArgumentException("veil must be 0 to 1, got " + veil);
    }
    if (!(veilBrightness >= 0 && veilBrightness <= 255)) {
      throw new IllegalArgumentException(
          "veilBrightness must be 0 to 255 levels, got " + veilBrightness);
    }
  }

  /**
   * Lets it rain into one frame.
   *
   * @param clean C × H × W, 0..255; all frames of a clip are of one size
   * @param frame number of the frame in its clip, 0 for a picture
   * @return C × H × W, not rounded; brighter where a streak is, up to white, and drawn towards the
   *     veil's grey
   */
  @Override
  public Image spoil(Image clean, long frame) {
    float[] light = streaks(clean.height(), clean.width(), frame);
    Image rainy =
        screened
            ? screen(clean, light)
            : Rain.over(clean, new Image(1, clean.height(), clean.width(), light));
    return veil == 0 ? rainy : behindVeil(rainy);
  }

  private float[] streaks(int height, int width, long frame) {
    float[] light = new float[height * width];
    SplittableRandom seeds = new SplittableRandom(seed);
    for (RainLayer layer : layers) {
      layer.addTo(light, height, width, seeds.nextLong(), frame);
    }
    return light;
  }

  private static Image screen(Image clean, float[] light) {
    float[] samples = clean.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      float room = Math.max(0, 1 - samples[i] / 255);
      samples[i] += Math.min(255, light[i % light.length]) * room;
    }
    return new Image(clean.channels(), clean.height(), clean.width(), samples);
  }

  private Image behindVeil(Image rainy) {
    float[] samples = rainy.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) ((1 - veil) * samples[i] + veil * veilBrightness);
    }
    return new Image(rainy.channels(), rainy.height(), rainy.width(), samples);
  }
}

package io.iptstreams.train;

import io.iptstreams.degrade.BlindGaussianNoise;
import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.GaussianNoise;
import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.image.Image;
import io.iptstreams.model.ModelCard;
import io.iptstreams.task.Ability;
import java.util.random.RandomGenerator;

/**
 * Something to learn, and how clean pictures are spoiled for it.
 *
 * @param ability what a head of the model shall undo
 * @param degradation how; of a range of noise, that of its middle
 * @param share how many times the usual number of crops a step learns of it, each counting like one
 *     of any other task; 1 to {@value #MAX_SHARE}
 */
public record TrainingTask(Ability ability, Degradation degradation, int share) {
  static final int MAX_SHARE = 16;

  /** Side of what JPEG encodes together, in pixels: blocks of 8 × 8, colour at half the size. */
  private static final int JPEG_BLOCK = 16;

  public TrainingTask {
    if (share < 1 || share > MAX_SHARE) {
      throw new IllegalArgumentException("share must be 1 to " + MAX_SHARE + ", got " + share);
    }
  }

  /** A task with the usual number of crops. */
  public TrainingTask(Ability ability, Degradation degradation) {
    this(ability, degradation, 1);
  }

  /** The same task with so many times the usual crops. */
  TrainingTask withShare(int share) {
    return new TrainingTask(ability, degradation, share);
  }

  /** A built-in task or a range of noise, spoiled in its own way. */
  public static TrainingTask builtIn(Ability ability) {
    return new TrainingTask(ability, Degradation.of(ability.example()));
  }

  /** Name for files: that of the task, {@code denoise} for a range. */
  String fileName() {
    return ModelCard.TaskEntry.of(ability).id();
  }

  /** Name for people and for columns. */
  public String title() {
    return ability.title();
  }

  /** By how much it enlarges. */
  public int scale() {
    return ability.scale();
  }

  /**
   * A crop spoiled as the task says.
   *
   * @param sigma standard deviation of the noise, for a head that is told it; else 0
   */
  record Spoiled(Image image, float sigma) {}

  /** Spoils a crop; a range of noise draws its strength first. */
  Spoiled spoil(Image crop, RandomGenerator random) {
    if (ability instanceof Ability.DenoiseRange range) {
      float sigma = (float) random.nextDouble(range.lowest(), range.highest() + 1e-3);
      return new Spoiled(new GaussianNoise(sigma).spoil(crop, random), sigma);
    }
    if (degradation instanceof JpegCompression) {
      return new Spoiled(spoilWithin(crop, random), 0);
    }
    return new Spoiled(degradation.spoil(crop, random), 0);
  }

  /**
   * A tile of a JPEG picture begins anywhere in a block, so a crop must too: it is spoiled below
   * and to the right of a margin, which mirrors it.
   */
  private Image spoilWithin(Image crop, RandomGenerator random) {
    int top = random.nextInt(JPEG_BLOCK);
    int left = random.nextInt(JPEG_BLOCK);
    int height = top + crop.height();
    int width = left + crop.width();
    float[] samples = new float[crop.channels() * height * width];
    int i = 0;
    for (int c = 0; c < crop.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          samples[i++] =
              crop.at(c, mirrored(y - top, crop.height()), mirrored(x - left, crop.width()));
        }
      }
    }
    Image widened = new Image(crop.channels(), height, width, samples);
    return degradation.spoil(widened, random).crop(top, left, crop.height(), crop.width());
  }

  private static int mirrored(int index, int length) {
    return Math.min(length - 1, index < 0 ? -1 - index : index);
  }

  /** Whether benchmarks feed such noise as it is drawn, neither rounded nor clamped. */
  boolean isNoise() {
    return degradation instanceof GaussianNoise || degradation instanceof BlindGaussianNoise;
  }
}

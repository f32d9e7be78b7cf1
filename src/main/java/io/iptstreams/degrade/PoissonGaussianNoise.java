package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import java.util.random.RandomGenerator;

/**
 * The noise of a sensor: photons that come one by one, and the amplifier that reads them.
 *
 * <p>A sample of x, on the scale 0 (black) to 1 (white), becomes {@code shot · Poisson(x / shot) +
 * read · Normal(0, 1)}: mean x, variance {@code shot · x + read²}. So shot is the light of one
 * photon, {@code 1 / shot} the photons that make white, and read a standard deviation, both as
 * shares of white. Samples are independent, also those of one pixel. From 20 photons on, their
 * number is drawn from the normal distribution. The result is on the 0..255 scale as the picture
 * was, neither rounded nor clamped; what was below black stays there and sends no photons.
 *
 * <p>Each picture, or clip, draws its shot and its read, each uniform in its logarithm between its
 * limits. Cameras from daylight to dusk have shot 0.0001..0.012 and read 0.001..0.03. The samples
 * are taken as proportional to the light, as raw ones are; a picture with a gamma curve gets less
 * noise in the shadows than its camera would have given it.
 *
 * @param lowestShot share of white, above 0
 * @param highestShot share of white, {@code lowestShot}..1
 * @param lowestRead share of white; 0 only where {@code highestRead} is 0, too
 * @param highestRead share of white, {@code lowestRead}..1
 * @see <a href="https://doi.org/10.1109/TIP.2008.2001399">Foi et al., Practical Poissonian-Gaussian
 *     Noise Modeling and Fitting for Single-Image Raw-Data</a>
 * @see <a href="https://arxiv.org/abs/1811.11127">Brooks et al., Unprocessing Images for Learned
 *     Raw Denoising</a> (the limits)
 */
public record PoissonGaussianNoise(
    double lowestShot, double highestShot, double lowestRead, double highestRead)
    implements Degradation {
  private static final int FEW_PHOTONS = 20;

  public PoissonGaussianNoise {
    if (!(lowestShot > 0 && lowestShot <= highestShot && highestShot <= 1)) {
      throw new IllegalArgumentException(
          "shot must be above 0 and at most 1 (white), the lowest first, got "
              + lowestShot
              + " to "
              + highestShot);
    }
    boolean noRead = lowestRead == 0 && highestRead == 0;
    if (!noRead && !(lowestRead > 0 && lowestRead <= highestRead && highestRead <= 1)) {
      throw new IllegalArgumentException(
          "read must be above 0 and at most 1 (white), the lowest first, or 0 to 0, got "
              + lowestRead
              + " to "
              + highestRead);
    }
  }

  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    return drawn(random).add(clean, random);
  }

  @Override
  public ClipDegradation ofClip(long seed) {
    Sensor sensor = drawn(Degradation.generator(seed));
    return (clean, frame) -> sensor.add(clean, Degradation.generator(seed + frame + 1));
  }

  private Sensor drawn(RandomGenerator random) {
    return new Sensor(
        logUniform(lowestShot, highestShot, random),
        highestRead == 0 ? 0 : logUniform(lowestRead, highestRead, random));
  }

  private static double logUniform(double lowest, double highest, RandomGenerator random) {
    return lowest * Math.pow(highest / lowest, random.nextDouble());
  }

  /** Shot and read of one picture, shares of white. */
  private record Sensor(double shot, double read) {
    Image add(Image clean, RandomGenerator random) {
      float[] samples = clean.samples().clone();
      for (int i = 0; i < samples.length; i++) {
        double expected = Math.max(0, samples[i] / 255 / shot);
        double noise = shot * (photons(expected, random) - expected) + read * random.nextGaussian();
        samples[i] += (float) (255 * noise);
      }
      return new Image(clean.channels(), clean.height(), clean.width(), samples);
    }

    /** Counts arrivals until a product of uniform numbers falls below e^-expected (Knuth). */
    private static double photons(double expected, RandomGenerator random) {
      if (expected >= FEW_PHOTONS) {
        return expected + Math.sqrt(expected) * random.nextGaussian();
      }
      double end = Math.exp(-expected);
      int count = 0;
      for (double left = random.nextDouble(); left > end; left *= random.nextDouble()) {
        count++;
      }
      return count;
    }
  }
}

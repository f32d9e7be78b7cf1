package io.iptstreams.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random numbers that follow from what they are for, whatever was drawn before. */
final class Randomness {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Randomness() {}

  /**
   * A generator of its own for each seed and purpose.
   *
   * @param purpose numbers that tell it from all others of the seed, as epoch and file
   */
  static RandomGenerator of(long seed, long... purpose) {
    long mixed = mixed(seed + purpose.length);
    for (long part : purpose) {
      mixed = mixed(mixed + part);
    }
    return FACTORY.create(mixed);
  }

  /**
   * One step of SplitMix64.
   *
   * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable
   *     pseudorandom number generators</a>
   */
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

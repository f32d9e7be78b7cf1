package io.iptstreams.train;

/**
 * Which crops a training run asks of its pictures.
 *
 * @param minimumSide largest crop, in pixels; smaller pictures are left out
 * @param reduceTo half of the crops come from copies of the photographs reduced by a random factor
 *     between this and 0.95, which are sharper and show things smaller; 1 for none, else at least
 *     0.1
 * @param stepsPerShard optimiser steps that learn from one shard before the next takes over; the
 *     next one is made meanwhile, so too few of them make the training wait
 * @param seed of all that is random about a shard
 */
public record PicturePlan(int minimumSide, double reduceTo, int stepsPerShard, long seed) {
  static final int MAX_SIDE = 768;

  public PicturePlan {
    if (minimumSide < 1 || minimumSide > MAX_SIDE) {
      throw new IllegalArgumentException(
          "minimumSide must be 1 to " + MAX_SIDE + " pixels, got " + minimumSide);
    }
    if (!(reduceTo >= 0.1 && reduceTo <= 1)) {
      throw new IllegalArgumentException("reduceTo must be between 0.1 and 1, got " + reduceTo);
    }
    if (stepsPerShard < 1) {
      throw new IllegalArgumentException("stepsPerShard must be at least 1, got " + stepsPerShard);
    }
  }

  void checkCrop(int side) {
    if (side < 1 || side > minimumSide) {
      throw new IllegalArgumentException(
          "crops have 1 to " + minimumSide + " pixels a side, got " + side);
    }
  }
}

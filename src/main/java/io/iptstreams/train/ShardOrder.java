package io.iptstreams.train;

import java.util.Arrays;

/**
 * Which files are in which shard. An epoch is all files, shuffled by seed and number of the epoch
 * and cut into as few shards as will do, equally large give or take one. If one shard takes all
 * files, it is the only one and serves all steps.
 *
 * <p>Keeps 8 bytes a file. Not for several threads at once.
 */
final class ShardOrder {
  private final int[] files;
  private final long seed;
  private final int shardsPerEpoch;
  private int[] shuffled;
  private long shuffledEpoch = -1;

  /**
   * @param files at least one number each
   */
  ShardOrder(int[] files, int filesPerShard, long seed) {
    this.files = files.clone();
    this.seed = seed;
    this.shardsPerEpoch = (files.length + filesPerShard - 1) / filesPerShard;
  }

  boolean isOneShard() {
    return shardsPerEpoch == 1;
  }

  long shardOf(long step, int stepsPerShard) {
    return isOneShard() ? 0 : step / stepsPerShard;
  }

  long epochOf(long shard) {
    return shard / shardsPerEpoch;
  }

  int[] filesOf(long shard) {
    int[] epoch = epoch(epochOf(shard));
    long place = shard % shardsPerEpoch;
    int from = (int) (place * files.length / shardsPerEpoch);
    int to = (int) ((place + 1) * files.length / shardsPerEpoch);
    return Arrays.copyOfRange(epoch, from, to);
  }

  private int[] epoch(long number) {
    if (number != shuffledEpoch) {
      shuffled = files.clone();
      var random = Randomness.of(seed, number);
      for (int i = shuffled.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int file = shuffled[i];
        shuffled[i] = shuffled[other];
        shuffled[other] = file;
      }
      shuffledEpoch = number;
    }
    return shuffled;
  }
}

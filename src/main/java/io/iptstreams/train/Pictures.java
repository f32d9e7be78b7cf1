package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Clean pictures to learn from: crops without end, and a few whole pictures set apart to validate
 * with. An owner of a background thread; whoever opened it closes it.
 *
 * <p>Pictures come in shards that are held in memory, a shard for so many steps. Which step belongs
 * to which shard is arithmetic, and what a shard holds follows from the plan's seed, so a run that
 * goes on at step n learns from what it would have learnt from without the stop. While the steps of
 * one shard are done, the next shard is made in the background; nothing further is held, but for a
 * moment what crops are still drawn from.
 */
public final class Pictures implements AutoCloseable {

  /** Clean crops of one step. */
  interface CropSource {
    /**
     * A square from a random place, in one of the eight symmetries of the square.
     *
     * @param side in pixels, at most the plan's {@link PicturePlan#minimumSide}
     * @return 3 × side × side whole levels
     */
    Image crop(int side, RandomGenerator random);
  }

  /** What pictures there are. */
  interface Stock {

    /** Makes a shard; one thread at a time, and gives up early as {@link ShardsAhead} asks. */
    Shard shard(long number);

    /** Number of the shard that a step learns from. */
    long shardOf(long step);

    /** Whether one shard serves all steps. */
    boolean isOneShard();

    /** The pictures that are in no shard: RGB, the same in every run. */
    List<ByteImage> validation();

    /** See {@link Pictures#facts}. */
    Map<String, Object> facts();
  }

  private final PicturePlan plan;
  private final Stock stock;
  private final ShardsAhead shards;

  /** Makes the shard of {@code firstStep} on the calling thread. */
  Pictures(PicturePlan plan, Stock stock, long firstStep) {
    this.plan = plan;
    this.stock = stock;
    this.shards =
        new ShardsAhead("pictures", stock::shard, stock.shardOf(firstStep), stock.isOneShard());
  }

  /**
   * Where the crops of a step come from. Their pictures depend on the plan and the step alone, not
   * on what was asked for before. One thread at a time; steps in order never make a shard twice.
   *
   * @param step number of the optimiser step, from 0
   * @return for any number of threads
   * @throws TrainingException if the step's shard has nothing to learn from
   * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
   *     for a shard (it stays interrupted), or if this is closed
   */
  CropSource at(long step) {
    Shard shard = shards.at(stock.shardOf(step));
    return (side, random) -> {
      plan.checkCrop(side);
      return shard.crop(side, random);
    };
  }

  /** The pictures that no crop shows: RGB, whole levels, the same in every run. */
  public List<Image> validation() {
    return stock.validation().stream().map(ByteImage::image).toList();
  }

  /** What a model's card says of its pictures: where from, how many, what was left out. */
  public Map<String, Object> facts() {
    return stock.facts();
  }

  /** How long {@link #at} waited for shards so far; from any thread. */
  public Duration waited() {
    return shards.waited();
  }

  /** Ends the background thread, at the latest after the picture it is at. */
  @Override
  public void close() {
    shards.close();
  }
}

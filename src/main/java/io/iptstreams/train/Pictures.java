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
 * one shard are done, the next shard is made in the background; nothing further is held.
 */
public sealed interface Pictures extends AutoCloseable permits Photographs, DeadLeavesPictures {

  /**
   * A square from a random place, in one of the eight symmetries of the square. Depends on the
   * plan, the step and the random numbers alone, not on what was asked for before. One thread at a
   * time; steps in order never make a shard twice.
   *
   * @param step number of the optimiser step it is for, from 0
   * @param side in pixels, at most the plan's {@link PicturePlan#minimumSide}
   * @return 3 × side × side whole levels
   * @throws TrainingException if the step's shard has nothing to learn from
   * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
   *     for a shard (it stays interrupted), or if this is closed
   */
  Image crop(long step, int side, RandomGenerator random);

  /** The pictures that no crop shows: RGB, whole levels, the same in every run. */
  List<Image> validation();

  /** What a model's card says of its pictures: where from, how many, what was left out. */
  Map<String, Object> facts();

  /** How long {@link #crop} waited for shards so far; from any thread. */
  Duration waited();

  /** Ends the background thread, at the latest after the picture it is at. */
  @Override
  void close();
}

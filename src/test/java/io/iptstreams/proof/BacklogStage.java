package io.iptstreams.proof;

import java.time.Duration;

/** A stage on a {@link SleepingModel} for large pictures, with few and large tiles. */
final class BacklogStage {
  /** For each of the nine tiles of a frame. */
  private static final Duration LATENCY = Duration.ofMillis(10);

  private static final int TILE = 512;

  private BacklogStage() {}

  /**
   * Runs until SIGTERM.
   *
   * @param words topology file, bootstrap servers, name of the instance
   */
  public static void main(String[] words) {
    StageOfDouble.run(words, new SleepingModel(LATENCY, TILE));
  }
}

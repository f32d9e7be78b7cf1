package io.iptstreams.proof;

import java.time.Duration;

/** A stage on the {@link DeadlyModel}. */
final class DeadlyStage {
  /** So long that several frames are begun when the process ends. */
  private static final Duration LATENCY = Duration.ofMillis(10);

  private DeadlyStage() {}

  /**
   * Runs until SIGTERM or a deadly frame.
   *
   * @param words topology file, bootstrap servers, name of the instance
   */
  public static void main(String[] words) {
    StageOfDouble.run(words, new DeadlyModel(new SleepingModel(LATENCY)));
  }
}

package io.iptstreams.proof;

import java.time.Duration;

/** A stage on the {@link SleepingModel}. */
final class SleepingStage {
  private SleepingStage() {}

  /**
   * Runs until SIGTERM.
   *
   * @param words topology file, bootstrap servers, name of the instance, the model's time for a
   *     picture in milliseconds
   */
  public static void main(String[] words) {
    StageOfDouble.run(words, new SleepingModel(Duration.ofMillis(Long.parseLong(words[3]))));
  }
}

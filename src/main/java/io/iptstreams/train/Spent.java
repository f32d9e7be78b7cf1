package io.iptstreams.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run has cost so far, over all sittings.
 *
 * @param minutes from start to end of each sitting
 * @param trainingSeconds of these, for steps: without validations
 * @param waitingSeconds of the latter, until crops were there
 * @param crops that were learnt from
 */
record Spent(double minutes, double trainingSeconds, double waitingSeconds, long crops) {
  static final Spent NOTHING = new Spent(0, 0, 0, 0);

  /** Beginning of the keys, which tells them from those of the plan's facts. */
  static final String PREFIX = "spent.";

  private static final String MINUTES = PREFIX + "minutes";
  private static final String TRAINING = PREFIX + "trainingSeconds";
  private static final String WAITING = PREFIX + "waitingSeconds";
  private static final String CROPS = PREFIX + "crops";

  Spent plus(Spent other) {
    return new Spent(
        minutes + other.minutes,
        trainingSeconds + other.trainingSeconds,
        waitingSeconds + other.waitingSeconds,
        crops + other.crops);
  }

  /** Crops a second while training; 0 before the first. */
  double cropsPerSecond() {
    return trainingSeconds == 0 ? 0 : crops / trainingSeconds;
  }

  /** Share of the training that went by waiting for crops, 0 to 1. */
  double waitingShare() {
    return trainingSeconds == 0 ? 0 : waitingSeconds / trainingSeconds;
  }

  /** As words of a checkpoint. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(MINUTES, Double.toString(minutes));
    words.put(TRAINING, Double.toString(trainingSeconds));
    words.put(WAITING, Double.toString(waitingSeconds));
    words.put(CROPS, Long.toString(crops));
    return words;
  }

  /**
   * From the words of a checkpoint.
   *
   * @throws IllegalArgumentException if one is missing or no number from 0 on
   */
  static Spent of(Map<String, String> words) {
    return new Spent(
        number(words, MINUTES),
        number(words, TRAINING),
        number(words, WAITING),
        (long) number(words, CROPS));
  }

  private static double number(Map<String, String> words, String key) {
    String word = words.getOrDefault(key, "");
    try {
      double number = Double.parseDouble(word);
      if (number >= 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As a number that is none.
    }
    throw new IllegalArgumentException(
        word.isEmpty() ? key + " is missing" : key + " must be a number from 0 on");
  }
}

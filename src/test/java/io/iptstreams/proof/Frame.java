package io.iptstreams.proof;

import java.util.Map;

/**
 * A picture to be restored.
 *
 * @param number the same on its outcome, by which that is known; grows by the order of sending
 * @param key of the record
 * @param task what it asks for
 * @param picture bytes of a picture file, or of none; null for a record without a value
 * @param headers that its record has besides number and task
 */
record Frame(int number, String key, String task, byte[] picture, Map<String, String> headers) {

  /** One whose bytes tell all of it. */
  Frame(int number, String key, String task, byte[] picture) {
    this(number, key, task, picture, Map.of());
  }

  /** The same with further headers. */
  Frame with(Map<String, String> more) {
    return new Frame(number, key, task, picture, more);
  }
}

package io.iptstreams.proof;

/**
 * A picture to be restored.
 *
 * @param number the same on its outcome, by which that is known; grows by the order of sending
 * @param key of the record
 * @param task what it asks for
 * @param picture bytes of a picture file, or of none; null for a record without a value
 */
record Frame(int number, String key, String task, byte[] picture) {}

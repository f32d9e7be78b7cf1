package io.iptstreams.media;

import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the records of one stream in the order of their frame numbers, each number once.
 *
 * <p>A number that does not come (its frame became a dead letter) holds the others back only until
 * {@value #WINDOW} of them wait; then it counts as missing and is passed over. One that comes after
 * that is dropped like a second copy.
 *
 * <pre>
 *   came: 0 1 3 4 1 2      waiting: -        given on: 0 1 2 3 4     (1 dropped, it was there)
 *   came: 0 2 3 … 65 66    waiting: 2 … 66   given on: 0 | 2 3 … 66  (1 missing)
 * </pre>
 */
final class FrameOrder {
  /** Two seconds of video, and with PNG of 1280 × 720 about 100 MB. */
  static final int WINDOW = 64;

  private final Consumer<FrameRecord> inOrder;
  private final TreeMap<Long, FrameRecord> waiting = new TreeMap<>();
  private final boolean live;
  private boolean joins;
  private long next;
  private long missing;

  /**
   * @param live whether the first record that comes is the first of all, whatever its number, and
   *     one that is far behind begins the stream anew: its source was started again
   */
  FrameOrder(Consumer<FrameRecord> inOrder, boolean live) {
    this.inOrder = inOrder;
    this.live = live;
    this.joins = live;
  }

  void add(FrameRecord record) {
    if (live && record.number() < next - WINDOW) {
      end();
      joins = true;
    }
    if (joins) {
      joins = false;
      next = record.number();
    }
    if (record.number() >= next) {
      waiting.putIfAbsent(record.number(), record);
    }
    giveOn();
    if (waiting.size() > WINDOW) {
      passOver();
    }
  }

  /** Gives on whatever waits, passing over every number that did not come. */
  void end() {
    while (!waiting.isEmpty()) {
      passOver();
    }
  }

  private void passOver() {
    missing += waiting.firstKey() - next;
    next = waiting.firstKey();
    giveOn();
  }

  private void giveOn() {
    while (!waiting.isEmpty() && waiting.firstKey() == next) {
      next++;
      inOrder.accept(waiting.pollFirstEntry().getValue());
    }
  }

  /** Whether every number before the highest one seen was given on or passed over. */
  boolean isCaughtUp() {
    return waiting.isEmpty();
  }

  /** Numbers passed over so far. */
  long missing() {
    return missing;
  }
}

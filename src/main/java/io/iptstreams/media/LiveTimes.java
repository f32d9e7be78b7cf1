package io.iptstreams.media;

import java.time.Duration;
import java.time.Instant;

/**
 * Gives the frames of a live source times that only grow, and tells when each was taken.
 *
 * <pre>
 *   the source says    0  3600  7200 |  (line lost for 2 s)  | 0       3600
 *   the frames get     0  3600  7200 |                       | 187200  190800
 * </pre>
 *
 * <p>A source's clock may start again, when the line was lost or in the middle. The first frame
 * after that comes as much later as has really passed since the one before it, and those after it
 * keep their distances from it.
 *
 * <p>A frame was taken when it arrived, less what it waited in buffers: of the last one to two
 * minutes the frame that came soonest by the source's clock is taken for one that did not wait.
 *
 * <p>For one thread; all times in units of 1/90000 s, as RTP and MPEG-TS count.
 */
final class LiveTimes {
  static final int UNITS_PER_SECOND = 90_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Frames that come a little out of order, or twice, are no new clock. */
  private static final long JITTER = UNITS_PER_SECOND;

  /** A step ahead of real time by more than this is a new clock. */
  private static final long LARGEST_STEP = 10L * UNITS_PER_SECOND;

  /** A source that begins beyond (here 1600 years) has no clock to keep to, and begins at zero. */
  private static final long LARGEST_START = 1L << 52;

  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  private boolean begun;
  private boolean newClock;
  private long shift;
  private long lastTime;
  private long lastNanos;

  /** The least delay of this window and of the one before it, in ns of an arbitrary origin. */
  private long leastDelay;

  private long leastDelayBefore;
  private long windowBegin;

  /** The line was lost: the next frame may count from anywhere. */
  void reconnected() {
    newClock = true;
  }

  /**
   * The time of the next frame, greater than that of the frame before.
   *
   * @param stated by the source
   * @param nanos what a steady clock shows as the frame arrives
   */
  long time(long stated, long nanos) {
    if (!begun) {
      begun = true;
      newClock = false;
      shift = Math.abs(stated) > LARGEST_START ? -stated : 0;
      lastTime = stated + shift;
      beginWindow(nanos, delay(nanos));
      leastDelayBefore = leastDelay;
    } else {
      long elapsed = units(nanos - lastNanos);
      long step = stated + shift - lastTime;
      if (newClock || step < -JITTER || step > elapsed + LARGEST_STEP) {
        newClock = false;
        shift = lastTime + Math.max(1, elapsed) - stated;
      }
      lastTime = Math.max(lastTime + 1, stated + shift);
    }
    lastNanos = nanos;
    measureDelay(nanos);
    return lastTime;
  }

  /**
   * When the frame whose time was asked for last was taken.
   *
   * @param now when it arrived
   */
  Instant taken(Instant now) {
    long waited = delay(lastNanos) - Math.min(leastDelay, leastDelayBefore);
    return now.minusNanos(waited);
  }

  private void measureDelay(long nanos) {
    if (nanos - windowBegin >= WINDOW_NANOS) {
      leastDelayBefore = leastDelay;
      beginWindow(nanos, delay(nanos));
    }
    leastDelay = Math.min(leastDelay, delay(nanos));
  }

  private void beginWindow(long nanos, long delay) {
    windowBegin = nanos;
    leastDelay = delay;
  }

  private long delay(long nanos) {
    return nanos - nanos(lastTime);
  }

  static long units(long nanos) {
    return Math.round((double) nanos * UNITS_PER_SECOND / NANOS_PER_SECOND);
  }

  private static long nanos(long units) {
    // In two steps: the product would not fit.
    return units / 9 * 100_000 + units % 9 * 100_000 / 9;
  }
}

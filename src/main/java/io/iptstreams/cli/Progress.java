package io.iptstreams.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says every five seconds how far the frames or pictures of a command are: {@code ingest: 75 of 132
 * frames, 14.8 frames/s, 4 s left}. Lines rather than a bar, so that a log reads like a terminal.
 *
 * <p>The rate counts from the first frame on; waiting for that is no work. For one thread.
 */
final class Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String what;
  private final String unit;
  private final OptionalLong total;
  private final Consumer<String> say;
  private final LongSupplier nanoClock;
  private boolean begun;
  private long firstDone;
  private long firstNanos;
  private long saidNanos;

  /**
   * @param what begins each line
   * @param unit what is counted, in the plural
   * @param total how many there will be, if known
   * @param say takes a line
   */
  Progress(
      String what, String unit, OptionalLong total, Consumer<String> say, LongSupplier nanoClock) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.say = say;
    this.nanoClock = nanoClock;
  }

  /** So many are done by now; says so if the last line is five seconds old. */
  void done(long frames) {
    long now = nanoClock.getAsLong();
    if (!begun) {
      begun = true;
      firstDone = frames;
      firstNanos = now;
      saidNanos = now;
    } else if (now - saidNanos >= INTERVAL_NANOS) {
      saidNanos = now;
      say.accept(line(frames, (frames - firstDone) * 1e9 / (now - firstNanos)));
    }
  }

  private String line(long frames, double rate) {
    String of = total.isPresent() ? " of " + total.getAsLong() : "";
    String line =
        String.format(Locale.ROOT, "%s: %d%s %s, %.1f %s/s", what, frames, of, unit, rate, unit);
    // An estimated total may be passed.
    boolean leftKnown = total.isPresent() && total.getAsLong() >= frames && rate > 0;
    return leftKnown
        ? line + ", " + Math.round((total.getAsLong() - frames) / rate) + " s left"
        : line;
  }
}

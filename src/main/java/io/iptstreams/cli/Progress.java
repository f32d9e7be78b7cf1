package io.iptstreams.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says how far the frames or pictures of a command are: {@code ingest: 75 of 132 frames, 14.8
 * frames/s, 4 s left}. In place on a terminal, else a line every half minute.
 *
 * <p>The rate counts from the first frame on, for waiting for that is no work, and looks back a
 * minute. Safe for many threads.
 */
final class Progress implements AutoCloseable {
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);
  private static final long LINE_EVERY = Duration.ofSeconds(30).toNanos();
  private static final long REWRITE_EVERY = Duration.ofMillis(200).toNanos();

  private final String what;
  private final String unit;
  private final OptionalLong total;
  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private final Rate rate = new Rate(LOOK_BACK);
  private boolean begun;
  private boolean closed;
  private long saidNanos;

  /**
   * @param what begins each line
   * @param unit what is counted, in the plural
   * @param total how many there will be, if known
   */
  Progress(
      String what, String unit, OptionalLong total, Terminal terminal, LongSupplier nanoClock) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  /** So many are done by now; says so if it is time. */
  synchronized void done(long count) {
    if (closed) {
      return;
    }
    long now = nanoClock.getAsLong();
    rate.count(now, count);
    if (!begun) {
      begun = true;
      saidNanos = now;
      terminal.status(what + ": " + counted(count));
    } else if (terminal.isInPlace()) {
      if (now - saidNanos >= REWRITE_EVERY) {
        saidNanos = now;
        terminal.status(line(count));
      }
    } else if (now - saidNanos >= LINE_EVERY) {
      saidNanos = now;
      terminal.say(line(count));
    }
  }

  private String counted(long count) {
    return count + (total.isPresent() ? " of " + total.getAsLong() : "") + " " + unit;
  }

  private String line(long count) {
    double perSecond = rate.perSecond();
    String line =
        String.format(Locale.ROOT, "%s: %s, %.1f %s/s", what, counted(count), perSecond, unit);
    // An estimated total may be passed.
    boolean leftKnown = total.isPresent() && total.getAsLong() >= count && perSecond > 0;
    return leftKnown ? line + ", " + time((total.getAsLong() - count) / perSecond) + " left" : line;
  }

  private static String time(double seconds) {
    if (seconds < 100) {
      return Math.round(seconds) + " s";
    }
    return seconds < 100 * 60
        ? Math.round(seconds / 60) + " min"
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  /** Takes the line in place away. */
  @Override
  public synchronized void close() {
    closed = true;
    terminal.status("");
  }
}

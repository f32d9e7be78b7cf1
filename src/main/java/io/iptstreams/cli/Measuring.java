package io.iptstreams.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells whoever waits for a measurement that it is under way: on a terminal how long it takes, else
 * in one line. An owner.
 */
final class Measuring implements AutoCloseable {
  private final String words;
  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private final long start;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "measuring");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param words what is measured and how long that takes usually
   */
  Measuring(String words, Terminal terminal, LongSupplier nanoClock) {
    this.words = words;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  /** Makes it; it tells something once started. */
  static Measuring open(String words, Terminal terminal) {
    return new Measuring(words, terminal, System::nanoTime);
  }

  /** Begins to tell. */
  void start() {
    if (terminal.isInPlace()) {
      clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    } else {
      terminal.say(words);
    }
  }

  /** A second has passed. */
  synchronized void tick() {
    if (!clock.isShutdown()) {
      long seconds = Duration.ofNanos(nanoClock.getAsLong() - start).toSeconds();
      terminal.status(words + "; " + seconds + " s");
    }
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    terminal.status("");
  }
}

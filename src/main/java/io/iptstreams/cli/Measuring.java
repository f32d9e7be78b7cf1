package io.iptstreams.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Tells whoever waits for a measurement that it is under way: on a terminal how long it takes, else
 * in one line. An owner.
 */
final class Measuring implements AutoCloseable {
  private static final int INCOMPLETE = 1;

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

  /**
   * Measures until Ctrl-C, and says so if that came before the end.
   *
   * @return the exit status: that of the work, or 1
   */
  static int untilCtrlC(CommandSpec spec, Callable<Integer> work) throws Exception {
    try {
      return CtrlC.interrupts(work);
    } catch (InterruptedException | CancellationException ctrlC) {
      spec.commandLine().getErr().println("stopped before everything was measured");
      return INCOMPLETE;
    }
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

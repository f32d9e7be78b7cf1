package io.iptstreams.cli;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.Outcomes;
import io.iptstreams.stream.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how a stage is: on a terminal in a line that is rewritten every second, else in a line a
 * minute if something happened. Of dead letters it tells the latest as they come, at most one a
 * second. An owner.
 */
final class RunDisplay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunDisplay.class);
  private static final Duration LOOK_BACK = Duration.ofSeconds(10);
  private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();
  private static final int LONGEST_REASON = 300;

  /**
   * What is known of a stage at a moment.
   *
   * @param latest dead letter, none newer than the counts
   */
  record Moment(
      Optional<DeadLetter> latest,
      Outcomes.Counts counts,
      BatchCounts batches,
      WorkTimes.Sums times,
      OptionalLong lag) {

    static Moment of(Stage stage, Restorers restorers, WorkTimes times) {
      // The letter first, so that the counts know of it.
      Optional<DeadLetter> latest = stage.outcomes().latestDeadLetter();
      return new Moment(
          latest, stage.outcomes().counts(), restorers.counts(), times.sums(), stage.lag());
    }

    private long finished() {
      return counts.received() - counts.waiting();
    }

    private boolean differsFrom(Moment other) {
      return !counts.equals(other.counts) || !lag.equals(other.lag);
    }
  }

  private final String name;
  private final int batchSize;
  private final Supplier<Moment> stage;
  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private final Rate frames = new Rate(LOOK_BACK);
  private final Rate batches = new Rate(LOOK_BACK);
  private final Rate tiles = new Rate(LOOK_BACK);
  private final Rate pictures = new Rate(LOOK_BACK);
  private final Rate queued = new Rate(LOOK_BACK);
  private final Rate worked = new Rate(LOOK_BACK);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "display");
            thread.setDaemon(true);
            return thread;
          });

  private Optional<DeadLetter> toldLetter;
  private long toldLetters;
  private Moment said;
  private long saidNanos;

  /**
   * Makes the display; it shows something at every {@link #tick}.
   *
   * @param name of the stage
   * @param batchSize the most tiles of a batch
   */
  RunDisplay(
      String name,
      int batchSize,
      Supplier<Moment> stage,
      Terminal terminal,
      LongSupplier nanoClock) {
    this.name = name;
    this.batchSize = batchSize;
    this.stage = stage;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.said = stage.get();
    this.saidNanos = nanoClock.getAsLong();
    this.toldLetter = said.latest();
    this.toldLetters = said.counts().deadLettered();
    count(saidNanos, said);
  }

  /**
   * Makes the display of a stage, which must outlive it; it shows something once started.
   *
   * @param times spectator of the stage
   */
  static RunDisplay open(
      String name,
      int batchSize,
      Stage stage,
      Restorers restorers,
      WorkTimes times,
      Terminal terminal) {
    return new RunDisplay(
        name, batchSize, () -> Moment.of(stage, restorers, times), terminal, System::nanoTime);
  }

  /** Begins to show, every second. */
  void start() {
    clock.scheduleAtFixedRate(() -> inPeace(this::tick), 1, 1, TimeUnit.SECONDS);
  }

  /** What cannot be shown is no reason to stop the stage, nor to show nothing from then on. */
  private static void inPeace(Runnable showing) {
    try {
      showing.run();
    } catch (RuntimeException e) {
      log.debug("the display missed a second", e);
    }
  }

  /** A second has passed. */
  synchronized void tick() {
    if (clock.isShutdown()) {
      return;
    }
    long nanos = nanoClock.getAsLong();
    Moment now = stage.get();
    count(nanos, now);
    tellLetters(now);
    if (terminal.isInPlace()) {
      terminal.status(fitted(facts(now)));
    } else if (nanos - saidNanos >= LINE_EVERY) {
      if (now.differsFrom(said)) {
        terminal.say(name + ": " + String.join(", ", facts(now)));
        said = now;
      }
      saidNanos = nanos;
    }
  }

  private void count(long nanos, Moment now) {
    frames.count(nanos, now.finished());
    batches.count(nanos, now.batches().calls());
    tiles.count(nanos, now.batches().items());
    pictures.count(nanos, now.times().pictures());
    // In milliseconds: the ages of old frames are soon more than nanoseconds can count.
    queued.count(nanos, now.times().queued().toMillis());
    worked.count(nanos, now.times().worked().toMillis());
  }

  private void tellLetters(Moment now) {
    long more = now.counts().deadLettered() - toldLetters;
    if (more == 0 || now.latest().isEmpty() || now.latest().equals(toldLetter)) {
      return;
    }
    terminal.say(words(now.latest().get()));
    if (more > 1) {
      terminal.say("and " + number(more - 1) + " more dead letter" + (more > 2 ? "s" : ""));
    }
    toldLetter = now.latest();
    toldLetters += more;
  }

  private static String words(DeadLetter letter) {
    return "dead letter: "
        + letter.topic()
        + " partition "
        + letter.partition()
        + " offset "
        + letter.offset()
        + ", "
        + letter.station()
        + ": "
        + Visible.of(letter.reason(), LONGEST_REASON);
  }

  /** The most important first: those at the end are left out where a line is short. */
  private List<String> facts(Moment now) {
    Outcomes.Counts counts = now.counts();
    List<String> facts = new ArrayList<>();
    facts.add(String.format(Locale.ROOT, "%.1f frames/s", frames.perSecond()));
    facts.add("restored " + number(counts.restored()));
    addUnlessZero(facts, "passed through", counts.passed());
    addUnlessZero(facts, "dropped", counts.dropped());
    addUnlessZero(facts, "dead-lettered", counts.deadLettered());
    now.lag().ifPresent(lag -> facts.add("lag " + number(lag)));
    if (pictures.perSecond() > 0) {
      facts.add("queue " + time(1e6 * queued.perSecond() / pictures.perSecond()));
      facts.add("work " + time(1e6 * worked.perSecond() / pictures.perSecond()));
    }
    if (batches.perSecond() > 0) {
      double fill = tiles.perSecond() / batches.perSecond();
      facts.add(String.format(Locale.ROOT, "batch %.1f/%d", fill, batchSize));
    }
    return facts;
  }

  private static void addUnlessZero(List<String> facts, String name, long count) {
    if (count > 0) {
      facts.add(name + " " + number(count));
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Of a mean number of nanoseconds. */
  private static String time(double nanos) {
    if (nanos < 99.5e6) {
      return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, nanos < 9.95e9 ? "%.1f s" : "%,.0f s", nanos / 1e9);
  }

  private String fitted(List<String> facts) {
    StringBuilder line = new StringBuilder(name);
    for (String fact : facts) {
      if (line.length() + 2 + fact.length() < terminal.columns()) {
        line.append("  ").append(fact);
      }
    }
    return line.toString();
  }

  /** Tells the dead letters that were not told yet, and takes the line away. */
  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      inPeace(() -> tellLetters(stage.get()));
      terminal.status("");
    }
  }
}

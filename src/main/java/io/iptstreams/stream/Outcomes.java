package io.iptstreams.stream;

import java.util.Optional;

/**
 * Counts what became of the frames this process received. Safe for many threads; {@link #counts} is
 * one moment.
 *
 * <p>A frame whose transaction is rolled back after its outcome is received, and counted, again.
 */
public final class Outcomes {

  /**
   * received = restored + passed + deadLettered + waiting.
   *
   * <p>Waiting are the frames being worked on at this moment.
   */
  public record Counts(long received, long restored, long passed, long deadLettered) {
    public long waiting() {
      return received - restored - passed - deadLettered;
    }
  }

  private long received;
  private long restored;
  private long passed;
  private long deadLettered;
  private DeadLetter latest;

  public synchronized Counts counts() {
    return new Counts(received, restored, passed, deadLettered);
  }

  /** The dead letter written last. */
  public synchronized Optional<DeadLetter> latestDeadLetter() {
    return Optional.ofNullable(latest);
  }

  synchronized void received() {
    received++;
  }

  /** A frame that was received stays on its topic: the stage could not send its outcome. */
  synchronized void withdrawn() {
    received--;
  }

  synchronized void restored() {
    restored++;
  }

  synchronized void passed() {
    passed++;
  }

  synchronized void deadLettered(DeadLetter letter) {
    deadLettered++;
    latest = letter;
  }
}

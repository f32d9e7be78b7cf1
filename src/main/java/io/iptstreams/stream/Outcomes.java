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
   * received = restored + passed + dropped + deadLettered + waiting.
   *
   * <p>Waiting are the frames being worked on at this moment.
   *
   * @param dropped frames that came too late and went on without their picture
   * @param late frames that came too late: the dropped, and those among the passed
   */
  public record Counts(
      long received, long restored, long passed, long dropped, long deadLettered, long late) {
    public long waiting() {
      return received - restored - passed - dropped - deadLettered;
    }

    @Override
    public String toString() {
      return "received "
          + received
          + " = restored "
          + restored
          + " + passed through "
          + passed
          + " + dropped "
          + dropped
          + " + dead-lettered "
          + deadLettered
          + " + waiting "
          + waiting()
          + (late == 0 ? "" : "; too late " + late);
    }
  }

  private long received;
  private long restored;
  private long passed;
  private long dropped;
  private long deadLettered;
  private long late;
  private DeadLetter latest;

  public synchronized Counts counts() {
    return new Counts(received, restored, passed, dropped, deadLettered, late);
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

  synchronized void passed(boolean tooLate) {
    passed++;
    late += tooLate ? 1 : 0;
  }

  synchronized void dropped() {
    dropped++;
    late++;
  }

  synchronized void deadLettered(DeadLetter letter) {
    deadLettered++;
    latest = letter;
  }
}

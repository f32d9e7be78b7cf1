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
   * received = restored + passed + dropped + ignored + deadLettered + waiting.
   *
   * <p>Waiting are the frames being worked on at this moment.
   *
   * @param ignored notifications that ask for nothing: an object deleted, or the stage's own result
   * @param dropped frames that came too late and went on without their picture
   * @param late frames that came too late: the dropped, and those among the passed
   */
  public record Counts(
      long received,
      long restored,
      long passed,
      long dropped,
      long ignored,
      long deadLettered,
      long late) {
    public long waiting() {
      return received - restored - passed - dropped - ignored - deadLettered;
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
          + " + ignored "
          + ignored
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
  private long ignored;
  private long deadLettered;
  private long late;
  private long withdrawn;
  private DeadLetter latest;

  public synchronized Counts counts() {
    return new Counts(received, restored, passed, dropped, ignored, deadLettered, late);
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
    withdrawn++;
  }

  /** How often a frame was received and stays on its topic, to be received again. */
  public synchronized long triedInVain() {
    return withdrawn;
  }

  /** A record brought several pictures. */
  synchronized void alsoReceived(int pictures) {
    received += pictures;
  }

  synchronized void restored() {
    restored++;
  }

  synchronized void passed(boolean tooLate) {
    passed++;
    late += tooLate ? 1 : 0;
  }

  synchronized void ignored() {
    ignored++;
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

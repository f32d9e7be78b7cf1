package io.iptstreams.batch;

/** A submission that was not done in time; what had not begun was withdrawn. */
public final class DeadlineExceededException extends RuntimeException {
  public DeadlineExceededException(String message) {
    super(message);
  }
}

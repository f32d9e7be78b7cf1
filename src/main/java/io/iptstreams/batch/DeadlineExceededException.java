package io.iptstreams.batch;

/** A submission that was not done in time; what had not begun was withdrawn. */
public sealed class DeadlineExceededException extends RuntimeException permits StalledException {
  public DeadlineExceededException(String message) {
    super(message);
  }
}

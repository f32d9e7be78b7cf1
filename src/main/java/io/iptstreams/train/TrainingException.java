package io.iptstreams.train;

/** A training run that cannot start or go on; the message says why and what would be right. */
public final class TrainingException extends RuntimeException {
  public TrainingException(String message) {
    super(message);
  }
}

package io.iptstreams.stream;

/** A stage that cannot start or had to stop; the message is a sentence or a few, a line each. */
public final class StageException extends RuntimeException {
  public StageException(String message) {
    super(message);
  }

  public StageException(String message, Throwable cause) {
    super(message, cause);
  }
}

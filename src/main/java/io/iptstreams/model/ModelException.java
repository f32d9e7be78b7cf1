package io.iptstreams.model;

/**
 * A model that cannot be opened or that failed to run; the message says which, where and what would
 * be right.
 */
public final class ModelException extends RuntimeException {
  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}

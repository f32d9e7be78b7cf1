package io.iptstreams.restore;

/**
 * A model that took a batch and gave nothing back for half of a picture's deadline. Whether a
 * picture or the device is at fault nobody can tell; what is in the model cannot be ended, so only
 * a new process gets out of it.
 */
public final class StuckModelException extends RuntimeException {
  private final boolean suspect;

  /**
   * @param suspect whether this picture is among those in the model
   */
  public StuckModelException(String message, boolean suspect, Throwable cause) {
    super(message, cause);
    this.suspect = suspect;
  }

  /** Whether this picture is among those in the model, one of which may be at fault. */
  public boolean isSuspect() {
    return suspect;
  }
}

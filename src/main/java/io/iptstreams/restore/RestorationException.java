package io.iptstreams.restore;

/**
 * One picture that could not be restored, and where on its way it failed. Says nothing about the
 * next picture.
 */
public final class RestorationException extends RuntimeException {

  /** A station of a frame's way at which a picture can fail. */
  public enum Station {
    DECODE,
    MODEL,
    CHECK,
    ENCODE
  }

  private final Station station;

  public RestorationException(Station station, String message, Throwable cause) {
    super(message, cause);
    this.station = station;
  }

  public Station station() {
    return station;
  }
}

package io.iptstreams.store;

/** A picture that could not be put or fetched; one sentence says which, where and why. */
public final class StoreException extends RuntimeException {

  /** Whose fault it is, hence what may help. */
  public enum Kind {
    /** The reference or key lies in no store that was named: the record's fault. */
    OUTSIDE,
    /** There is no such object, or none that can be read as one: the record's fault. */
    GONE,
    /** The object has more bytes than may be read: the record's fault. */
    TOO_LARGE,
    /** The store refuses this program, or is not there at all: fails until a person acts. */
    REFUSED,
    /** The store does not answer, or not in time: may work when tried again. */
    UNREACHABLE
  }

  private final Kind kind;

  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package io.iptstreams.batch;

/** A submission that was not done in time, and for half of it no batch came back to anybody. */
public final class StalledException extends DeadlineExceededException {
  private final boolean inside;

  StalledException(String message, boolean inside) {
    super(message);
    this.inside = inside;
  }

  /** Whether items of this submission are among those that do not come back. */
  public boolean isInside() {
    return inside;
  }
}

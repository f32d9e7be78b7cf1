package io.iptstreams.store;

/** Bytes that are no notification of a bucket; one sentence says where and why. */
public final class NotificationException extends RuntimeException {
  public NotificationException(String message) {
    super(message);
  }

  public NotificationException(String message, Throwable cause) {
    super(message, cause);
  }
}

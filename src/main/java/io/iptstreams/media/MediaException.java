package io.iptstreams.media;

/**
 * A video or a stream of frames that cannot be read or written; the message says which, where and
 * what would be right.
 */
public final class MediaException extends RuntimeException {
  public MediaException(String message) {
    super(message);
  }

  public MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}

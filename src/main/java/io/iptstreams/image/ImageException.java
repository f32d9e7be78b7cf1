package io.iptstreams.image;

/**
 * Bytes that are no good picture, or a picture that a format cannot hold; one sentence says why.
 */
public final class ImageException extends RuntimeException {
  public ImageException(String message) {
    super(message);
  }

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.iptstreams.web;

/** The page cannot be served; the message says why and what would be right. */
public final class WebException extends RuntimeException {
  public WebException(String message, Throwable cause) {
    super(message, cause);
  }
}

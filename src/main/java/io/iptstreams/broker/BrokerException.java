package io.iptstreams.broker;

/** A broker that could not be started; the message is one sentence for the user. */
public final class BrokerException extends RuntimeException {
  public BrokerException(String message) {
    super(message);
  }

  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}

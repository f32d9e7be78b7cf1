package io.iptstreams.cli;

/**
 * Words that cannot be meant: an unknown task, an output of unknown kind. Ends with the status of
 * wrong usage.
 */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}

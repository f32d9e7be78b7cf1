package io.iptstreams.settings;

import java.util.List;

/** All mistakes of one file; the message has a line for each: {@code file:line: what is wrong}. */
public final class SettingsException extends RuntimeException {
  private final transient List<String> mistakes;

  public SettingsException(List<String> mistakes) {
    super(String.join("\n", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes from top to bottom. */
  public List<String> mistakes() {
    return mistakes;
  }
}

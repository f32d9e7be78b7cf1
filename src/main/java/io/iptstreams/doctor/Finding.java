package io.iptstreams.doctor;

import java.util.Locale;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param name of the check, a word
 * @param state how bad it is
 * @param found one line
 * @param remedy what to type or to change, one line; always there with {@code WARN} and {@code
 *     FAIL}
 */
public record Finding(String name, State state, String found, Optional<String> remedy) {

  /** How bad it is. */
  public enum State {
    OK,
    /** The program works, but not as it could. */
    WARN,
    /** Something will not work. */
    FAIL,
    /** Not looked at. */
    SKIP;

    /** For JSON. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    found = line(found);
    remedy = remedy.map(Finding::line);
    if (remedy.isEmpty() && (state == State.WARN || state == State.FAIL)) {
      throw new IllegalArgumentException(name + " needs a remedy: " + found);
    }
  }

  static Finding ok(String name, String found) {
    return new Finding(name, State.OK, found, Optional.empty());
  }

  static Finding warn(String name, String found, String remedy) {
    return new Finding(name, State.WARN, found, Optional.of(remedy));
  }

  static Finding fail(String name, String found, String remedy) {
    return new Finding(name, State.FAIL, found, Optional.of(remedy));
  }

  static Finding skip(String name, String found, String remedy) {
    return new Finding(name, State.SKIP, found, Optional.of(remedy));
  }

  /** Messages of libraries may have several lines. */
  private static String line(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}

package io.iptstreams.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether standard error is a terminal, and how wide. Java knows that of its input and output only,
 * so a shell is asked; where there is none, as on Windows, the answer is no.
 */
final class TerminalWidth {
  /** Where a terminal does not say. */
  static final int USUAL = 80;

  private static final int NARROWEST = 20;
  private static final String QUESTION = "test -t 2 && { stty size <&2 2>/dev/null || echo; }";
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})");

  private TerminalWidth() {}

  /** In columns; none if it is no terminal, or one that cannot rewrite a line. */
  static OptionalInt ofStandardError() {
    Map<String, String> environment = System.getenv();
    if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
      return OptionalInt.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", QUESTION)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      shell.getOutputStream().close();
      String answer =
          new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return shell.waitFor(1, TimeUnit.SECONDS) && shell.exitValue() == 0
          ? OptionalInt.of(columns(answer, environment.getOrDefault("COLUMNS", "")))
          : OptionalInt.empty();
    } catch (IOException noShell) {
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /**
   * @param size rows and columns, if the terminal told them
   * @param asked what the user wants instead, if anything
   */
  static int columns(String size, String asked) {
    if (asked.matches("\\d{1,4}") && Integer.parseInt(asked) >= NARROWEST) {
      return Integer.parseInt(asked);
    }
    Matcher told = SIZE.matcher(size);
    return told.matches() && Integer.parseInt(told.group(1)) >= NARROWEST
        ? Integer.parseInt(told.group(1))
        : USUAL;
  }
}

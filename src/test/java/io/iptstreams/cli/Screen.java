package io.iptstreams.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a user sees of standard error: understands line ends, returns and erasing to the end. */
final class Screen {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Terminal terminal;

  private Screen(OptionalInt columns) {
    terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> columns);
  }

  /** A terminal of so many columns. */
  static Screen of(int columns) {
    return new Screen(OptionalInt.of(columns));
  }

  /** A pipe or a file. */
  static Screen none() {
    return new Screen(OptionalInt.empty());
  }

  Terminal terminal() {
    return terminal;
  }

  /** All that was written. */
  String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The finished lines. */
  List<String> lines() {
    List<String> shown = shown();
    return shown.subList(0, shown.size() - 1);
  }

  /** Where the cursor stands. */
  String lastLine() {
    List<String> shown = shown();
    return shown.get(shown.size() - 1);
  }

  private List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (String line : written().split(System.lineSeparator(), -1)) {
      StringBuilder seen = new StringBuilder();
      int column = 0;
      for (int i = 0; i < line.length(); i++) {
        if (line.charAt(i) == '\r') {
          column = 0;
        } else if (line.startsWith("\u001b[K", i)) {
          seen.setLength(column);
          i += 2;
        } else {
          seen.replace(column, Math.min(column + 1, seen.length()), line.substring(i, i + 1));
          column++;
        }
      }
      shown.add(seen.toString());
    }
    return shown;
  }
}

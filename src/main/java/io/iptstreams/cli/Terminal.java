package io.iptstreams.cli;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Standard error: whole lines, and below the last of them a status line that is rewritten in place
 * where a terminal is attached. All that the program says passes here, so that no line is written
 * into the status line and no text from outside moves the cursor. Safe for many threads.
 */
final class Terminal {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final Supplier<OptionalInt> width;
  private Optional<OptionalInt> columns = Optional.empty();
  private Optional<JsonLog> json = Optional.empty();
  private String status = "";
  private boolean closed;

  /**
   * @param err takes everything
   * @param width in columns, asked when a status line is to be shown; none if no terminal is there
   */
  Terminal(PrintStream err, Supplier<OptionalInt> width) {
    this.err = err;
    this.width = width;
  }

  /** That of a command. */
  static Terminal of(CommandSpec spec) {
    return ((Main) spec.root().userObject()).terminal();
  }

  /** From now on every line is a JSON object, those of the log too. */
  synchronized void speakJson() {
    if (json.isEmpty()) {
      json = Optional.of(JsonLog.install(this));
    }
  }

  /** Prints a line; what is invisible in it is spelled. */
  synchronized void say(String line) {
    if (json.isPresent()) {
      write(json.get().line(Level.INFO, line, Optional.empty()));
    } else {
      print(line);
    }
  }

  /**
   * Says why the work failed.
   *
   * @param trace where, if the user wants to see it
   */
  synchronized void fail(String sentences, Optional<Throwable> trace) {
    if (json.isPresent()) {
      write(json.get().line(Level.ERROR, sentences, trace));
    } else {
      sentences.lines().forEach(this::print);
      trace.ifPresent(fault -> fault.printStackTrace(writer()));
    }
  }

  private void print(String line) {
    err.print(erased() + Visible.of(line) + System.lineSeparator() + status);
    err.flush();
  }

  /** Writes a line as it is, its end included. */
  synchronized void write(byte[] line) {
    err.print(erased());
    err.write(line, 0, line.length);
    err.print(status);
    err.flush();
  }

  private String erased() {
    return status.isEmpty() ? "" : ERASE;
  }

  /**
   * Shows a line in place of the last one shown so, where that can be done.
   *
   * @param line cut to the width; empty to show none
   */
  synchronized void status(String line) {
    if (!isInPlace() || closed || line.equals(status)) {
      return;
    }
    String visible = Visible.of(line);
    // In the last column some terminals wrap already.
    String next = visible.substring(0, Math.min(visible.length(), columns() - 1));
    err.print(ERASE + next);
    err.flush();
    status = next;
  }

  /** Whether a status line can be shown. */
  synchronized boolean isInPlace() {
    return json.isEmpty() && measured().isPresent();
  }

  /** Letters in a line. */
  synchronized int columns() {
    return measured().orElse(TerminalWidth.USUAL);
  }

  private OptionalInt measured() {
    if (columns.isEmpty()) {
      columns = Optional.of(width.get());
    }
    return columns.get();
  }

  /** Takes the status line away for good, before the process ends. */
  synchronized void close() {
    status("");
    closed = true;
  }

  /** Says each line that is written to it. */
  PrintWriter writer() {
    return new PrintWriter(
        new Writer() {
          private final StringBuilder line = new StringBuilder();

          @Override
          public void write(char[] letters, int from, int count) {
            for (int i = from; i < from + count; i++) {
              if (letters[i] == '\n') {
                say(withoutReturn(line.toString()));
                line.setLength(0);
              } else {
                line.append(letters[i]);
              }
            }
          }

          @Override
          public void flush() {
            // A line is said when it is whole.
          }

          @Override
          public void close() {
            // Others go on saying.
          }
        });
  }

  /** Likewise, for {@link System#setErr}: the log and whatever else writes there. */
  PrintStream stream() {
    Charset charset = Charset.defaultCharset();
    return new PrintStream(
        new OutputStream() {
          private final ByteArrayOutputStream line = new ByteArrayOutputStream();

          @Override
          public synchronized void write(int letter) {
            if (letter == '\n') {
              say(withoutReturn(line.toString(charset)));
              line.reset();
            } else {
              line.write(letter);
            }
          }
        },
        true,
        charset);
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}

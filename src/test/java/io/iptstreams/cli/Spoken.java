package io.iptstreams.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import picocli.CommandLine;

/**
 * One command line and what it answered, with no terminal attached.
 *
 * @param status exit status
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Spoken(int status, String out, String err) {

  static Spoken of(String... words) {
    StringWriter out = new StringWriter();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new PrintStream(err, true, StandardCharsets.UTF_8), OptionalInt::empty);
    CommandLine commandLine = Main.commandLine(terminal).setOut(new PrintWriter(out, true));
    int status = commandLine.execute(words);
    return new Spoken(status, out.toString(), err.toString(StandardCharsets.UTF_8));
  }
}

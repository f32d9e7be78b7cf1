package io.iptstreams.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One command line and what it answered.
 *
 * @param status exit status
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Spoken(int status, String out, String err) {

  static Spoken of(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = commandLine.execute(words);
    return new Spoken(status, out.toString(), err.toString());
  }
}

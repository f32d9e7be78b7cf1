package io.iptstreams.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * What has been done in a folder, each thing by a name that changes when the thing does, such as a
 * digest: a line each of the file {@value #NAME}. A line that a crash cut short counts for nothing.
 *
 * <p>Safe for many threads of one process.
 */
final class DoneList implements AutoCloseable {
  static final String NAME = ".ipt-streams-done";

  private final Set<String> done;
  private final BufferedWriter lines;

  private DoneList(Set<String> done, BufferedWriter lines) {
    this.done = done;
    this.lines = lines;
  }

  /** Reads the list of a folder, which is there, or begins one. */
  static DoneList open(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    Set<String> done = new HashSet<>();
    try {
      done.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException first) {
      // Nothing has been done.
    }
    BufferedWriter lines =
        Files.newBufferedWriter(
            file,
            StandardCharsets.ISO_8859_1,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
    // Ends a line that was cut short.
    lines.write("\n");
    return new DoneList(done, lines);
  }

  synchronized boolean has(String name) {
    return done.contains(name);
  }

  /** Notes it at once, so that a process killed next does not do it again. */
  synchronized void add(String name) throws IOException {
    done.add(name);
    lines.write(name + "\n");
    lines.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    lines.close();
  }
}

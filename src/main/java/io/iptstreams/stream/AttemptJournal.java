package io.iptstreams.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers, across the death of the process, which frames were being worked on: one that ends the
 * process each time it is tried would otherwise come back for ever.
 *
 * <pre>
 *   file = *( place attempts LF ) padding       ; of one task of the topology
 *   place = topic "/" partition "/" offset SP
 * </pre>
 *
 * <p>Written before each frame, not synced: what it is there for is the end of this process, not of
 * the machine. For one thread.
 */
final class AttemptJournal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  /** Earlier attempts, by place, at frames that have not been done since. */
  private final Map<String, Integer> suspects = new HashMap<>();

  private int written;

  private AttemptJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the journal of a task and reads what the last process left.
   *
   * @throws StageException if it cannot be read or written
   */
  static AttemptJournal open(Path folder, String task) {
    Path file = folder.resolve(task + ".attempts");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      AttemptJournal journal = new AttemptJournal(file, channel);
      journal.read();
      return journal;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private void read() throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 16));
    channel.read(content, 0);
    written = content.position();
    for (String line : new String(content.array(), StandardCharsets.UTF_8).lines().toList()) {
      String[] words = line.strip().split(" ");
      if (words.length == 2 && words[1].matches("[0-9]{1,6}")) {
        suspects.put(words[0], Integer.parseInt(words[1]));
      }
    }
  }

  /** How often a process ended while it worked on the frame of this place. */
  int attempts(String place) {
    return suspects.getOrDefault(place, 0);
  }

  /** Notes that the frame of this place is begun. */
  void begin(String place) {
    Map<String, Integer> attempts = new HashMap<>(suspects);
    attempts.merge(place, 1, Integer::sum);
    write(attempts);
  }

  /**
   * Notes that it is over, whatever came of it: the process lives. What the file says of it stays
   * until something else is written, which is soon; but a suspect is struck out at once, lest it be
   * blamed for another that ends the process while nothing is written.
   */
  void over(String place) {
    if (suspects.remove(place) != null) {
      write(suspects);
    }
  }

  /** Notes that the process will end, and perhaps by the frame of this place. */
  void suspect(String place) {
    suspects.merge(place, 1, Integer::sum);
  }

  private void write(Map<String, Integer> attempts) {
    StringBuilder lines = new StringBuilder();
    attempts.forEach((place, count) -> lines.append(place).append(' ').append(count).append('\n'));
    // Over what was there before, without cutting the file first: a process can end in between.
    lines.append(" ".repeat(Math.max(0, written - lines.length())));
    try {
      ByteBuffer content = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      written = content.remaining();
      channel.write(content, 0);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static StageException unusable(Path file, IOException e) {
    return new StageException(
        "the state folder cannot be used: "
            + file
            + ": "
            + e
            + "; give another one by kafka.state.dir, or make room",
        e);
  }

  /** Nothing is being worked on any more; only what is still suspected stays in the file. */
  @Override
  public void close() {
    try (channel) {
      write(suspects);
      if (suspects.isEmpty()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }
}

package io.iptstreams.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Several processes of this program that run one topology together, and are started again when they
 * die. Each is tied to this process by its standard input: it stops cleanly when this one ends,
 * however that ends.
 */
final class InstanceGroup implements AutoCloseable {
  /** A process that lives this long has not failed to start. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private static final int MOST_STARTS_IN_A_ROW = 5;
  private static final int WRONG_USAGE = 2;

  private final IntFunction<List<String>> words;
  private final Consumer<String> say;
  private final List<Member> members = new ArrayList<>();
  private volatile boolean closing;

  private InstanceGroup(IntFunction<List<String>> words, Consumer<String> say) {
    this.words = words;
    this.say = say;
  }

  /**
   * Starts the processes.
   *
   * @param words of the command that each runs, by its number from 1; {@code --instance NAME-1} and
   *     so on are added
   * @param say gets every line they say, with its number before it
   */
  static InstanceGroup open(
      int count, String name, IntFunction<List<String>> words, Consumer<String> say) {
    InstanceGroup group = new InstanceGroup(words, say);
    for (int i = 1; i <= count; i++) {
      group.members.add(group.new Member(i, name + "-" + i, count));
    }
    group.members.forEach(Member::start);
    return group;
  }

  /**
   * Waits until one of them ends for good.
   *
   * @return its exit status
   */
  int awaitEnd() throws InterruptedException {
    CompletableFuture<?>[] ends =
        members.stream().map(member -> member.end).toArray(CompletableFuture[]::new);
    try {
      return (Integer) CompletableFuture.anyOf(ends).get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /** Stops all of them cleanly and waits for it. */
  @Override
  public void close() {
    closing = true;
    members.forEach(Member::stop);
    members.forEach(member -> member.end.handle((status, fault) -> status).join());
  }

  /** One of the processes and those that take its place. */
  private final class Member {
    private final int number;
    private final String name;
    private final int count;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private Process process;

    Member(int number, String name, int count) {
      this.number = number;
      this.name = name;
      this.count = count;
    }

    void start() {
      Thread thread = new Thread(this::keepAlive, "instance-" + number);
      thread.setDaemon(true);
      thread.start();
    }

    private void keepAlive() {
      try {
        int status = run();
        for (int starts = 1; !closing && mayStartAgain(status) && starts < MOST_STARTS_IN_A_ROW; ) {
          say.accept("[" + number + "] ended with status " + status + ", starting it again");
          long began = System.nanoTime();
          status = run();
          boolean steady = System.nanoTime() - began > STEADY.toNanos();
          starts = steady ? 1 : starts + 1;
        }
        end.complete(status);
      } catch (IOException | InterruptedException | RuntimeException e) {
        end.completeExceptionally(e);
      }
    }

    private static boolean mayStartAgain(int status) {
      return status != 0 && status != WRONG_USAGE;
    }

    private int run() throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmWords(count));
      command.add(Main.class.getName());
      command.addAll(words.apply(number));
      command.addAll(List.of("--instance", name, "--end-with-input"));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // By environment: a class path of a hundred jars is too long for some command lines.
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      synchronized (this) {
        if (closing) {
          return 0;
        }
        process = builder.start();
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        lines.lines().forEach(line -> say.accept("[" + number + "] " + line));
      } catch (UncheckedIOException e) {
        say.accept("[" + number + "] says no more: " + e.getMessage());
      }
      return process.waitFor();
    }

    synchronized void stop() {
      if (process == null) {
        return;
      }
      try {
        process.getOutputStream().close();
      } catch (IOException alreadyGone) {
        process.destroyForcibly();
      }
    }
  }

  /** The words this JVM was started with; its share of the memory, if they say nothing of it. */
  private static List<String> jvmWords(int count) {
    List<String> words = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // A debugger has one port; an agent that traces is meant for all.
    words.removeIf(word -> word.startsWith("-agentlib"));
    if (words.stream().noneMatch(word -> word.startsWith("-Xmx"))) {
      words.add("-XX:MaxRAMPercentage=" + Math.max(1, 50 / count));
    }
    return words;
  }
}

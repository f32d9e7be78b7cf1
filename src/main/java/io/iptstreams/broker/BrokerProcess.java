package io.iptstreams.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A broker in a child JVM, tied to this one by its standard input: it stops cleanly when this owner
 * is closed and also when this process dies, however it dies.
 */
public final class BrokerProcess implements AutoCloseable {
  /** Where clients look for a broker when they are told nothing. */
  public static final int USUAL_PORT = 9092;

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final String READY = "READY ";
  private static final String FAILED = "FAILED ";

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the child on a free port and waits until it takes requests.
   *
   * @param folder where topics and records stay; made if need be
   * @throws BrokerException if the folder is in use, or the child ends or says nothing for a minute
   */
  public static BrokerProcess open(Path folder) {
    return open(folder, List.of());
  }

  /**
   * The same on Kafka's usual port, {@value #USUAL_PORT}, if nobody has it.
   *
   * @throws BrokerException as {@link #open(Path)}
   */
  public static BrokerProcess openAtUsualPort(Path folder) {
    return open(folder, List.of(String.valueOf(USUAL_PORT)));
  }

  private static BrokerProcess open(Path folder, List<String> port) {
    Path log = folder.resolve("broker.log");
    Process process = start(folder, port, log);
    try {
      String answer = firstLine(process).get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null && answer.startsWith(READY)) {
        return new BrokerProcess(process, answer.substring(READY.length()));
      }
      process.destroyForcibly();
      throw new BrokerException(
          answer != null && answer.startsWith(FAILED)
              ? answer.substring(FAILED.length())
              : "the broker process ended before it was ready; see " + log);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new BrokerException(
          "the broker was not ready within " + READY_WITHIN.toSeconds() + " s; see " + log, e);
    } catch (ExecutionException e) {
      process.destroyForcibly();
      throw new BrokerException("the broker process cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while the broker was starting", e);
    }
  }

  private static Process start(Path folder, List<String> port, Path log) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BrokerException(
          "the broker's data cannot be kept in " + folder + ": no folder can be made there", e);
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-XX:+ExitOnOutOfMemoryError",
              "-Dlogback.configurationFile=io/iptstreams/broker/logback-broker.xml",
              BrokerMain.class.getName(),
              folder.toAbsolutePath().toString());
      builder.command().addAll(port);
      // By environment: a class path of a hundred jars is too long for some command lines.
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      // Appended: a second broker that finds the folder in use must not wipe the log of the first.
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new BrokerException("the broker process cannot be started: " + e, e);
    }
  }

  /** The child's first line, or null if its output ended without one. */
  private static CompletableFuture<String> firstLine(Process process) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        read -> startDaemon(read, "broker-ready"));
  }

  private static void startDaemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where clients find it, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The child itself, for whoever wants to know whether it lives. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Lets the child stop cleanly and waits for it; ends it by force after half a minute. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

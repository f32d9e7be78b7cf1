package io.iptstreams.jvm;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A main class in a process of its own, on this one's class path, there to be watched and killed.
 * An owner: it kills the child when it is closed, and at the latest when this process ends.
 */
public final class ChildJvm implements AutoCloseable {
  /** Options for one that is soon ended: it is at work in two thirds of the time. */
  public static final List<String> QUICK_TO_START =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
  private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly), "children"));
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param name of its two files in the folder, which take up what it writes; a child of the same
   *     name writes behind them
   * @param options for the JVM, such as {@code -Xmx512m}
   */
  public static ChildJvm start(
      Path folder, String name, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add(main.getName());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    // By environment: a class path of a hundred jars is too long for some command lines.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    Process process = builder.start();
    LIVING.add(process);
    return new ChildJvm(process, out, err);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as the system does when memory runs out: without a word, by SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd(GONE_WITHIN);
  }

  /** Asks it to end, by SIGTERM, and waits until it has. */
  public void stop(Duration patience) throws InterruptedException {
    process.destroy();
    awaitEnd(patience);
  }

  /**
   * Waits for its end.
   *
   * @return its exit status
   * @throws AssertionError if it goes on, with what it said
   */
  public int awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end within " + patience + "; it said: " + said());
    }
    LIVING.remove(process);
    return process.exitValue();
  }

  /** Lines it wrote to standard output. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(out);
  }

  /** What it wrote to standard error. */
  public String said() {
    try {
      return Files.readString(err, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Its management beans, such as memory and Kafka's metrics. */
  public JMXConnector management() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid()));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    } finally {
      machine.detach();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    LIVING.remove(process);
  }
}

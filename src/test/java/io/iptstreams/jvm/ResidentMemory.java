package io.iptstreams.jvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What of a process lies in memory, heap and all else; known on Linux only. */
public final class ResidentMemory {
  private static final Duration LONGEST_RUN = Duration.ofMinutes(10);

  private ResidentMemory() {}

  /** Skips the calling test, by name, where it cannot be read. */
  public static void assumeReadable() {
    Path status = status("self");
    assumeTrue(Files.exists(status), "no " + status + " to read the resident memory from");
  }

  /** Of this process, in MB. */
  public static double megabytes() throws IOException {
    return megabytes(status("self"));
  }

  /** Of another process, in MB. */
  public static double megabytes(long pid) throws IOException {
    return megabytes(status(String.valueOf(pid)));
  }

  /**
   * Options for a heap of so many MB that is there from the start, so that all that grows is
   * outside of it.
   */
  public static List<String> fixedHeap(int megabytes) {
    return List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-XX:+AlwaysPreTouch");
  }

  /**
   * Runs a main class with a fixed heap in a process of its own.
   *
   * @param main prints the line of its {@link Tenths} last
   * @return what it printed
   */
  public static double[] tenthsOf(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    try (ChildJvm child =
        ChildJvm.start(folder, main.getSimpleName(), fixedHeap(128), main, arguments)) {
      if (child.awaitEnd(LONGEST_RUN) != 0) {
        throw new AssertionError(main.getSimpleName() + " failed: " + child.said());
      }
      List<String> lines = child.lines();
      return Tenths.parse(lines.get(lines.size() - 1));
    }
  }

  private static Path status(String process) {
    return Path.of("/proc", process, "status");
  }

  private static double megabytes(Path status) throws IOException {
    String line =
        Files.readAllLines(status).stream()
            .filter(l -> l.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
  }
}

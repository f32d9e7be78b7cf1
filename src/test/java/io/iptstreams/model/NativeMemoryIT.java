package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory outside the heap stays what it is, however many batches of whatever size go through. */
class NativeMemoryIT {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int PASSES = 2000;

  @ParameterizedTest
  @EnumSource
  void residentMemory_after2000PassesOfMixedSizes_isFlat(Precision precision) throws Exception {
    assumeTrue(Files.exists(STATUS), "no " + STATUS + " to read the resident memory from");
    double[] tenths = measuredInItsOwnProcess(precision);
    assertThat(tenths[9])
        .as("resident MB in each tenth: %s", Arrays.toString(tenths))
        .isLessThan(1.05 * tenths[1]);
  }

  /** With a heap that is there from the start, all that grows is outside of it. */
  private static double[] measuredInItsOwnProcess(Precision precision) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Passes.class.getName(),
                precision.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] last = out.strip().split("\\R");
    return Arrays.stream(last[last.length - 1].split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The passes; prints the highest resident memory of each tenth, in MB. */
  static final class Passes {
    public static void main(String[] arguments) throws IOException {
      ModelFolder folder =
          SmallNetworks.fresh(
              SmallNetworks.COMPACT,
              16,
              new Task.Derain(),
              new Task.Upscale(2),
              new Task.Upscale(3));
      Image tile = Image.blank(3, 16, 16);
      double[] tenths = new double[10];
      try (IptModel model = IptModel.open(folder, Precision.valueOf(arguments[0]))) {
        for (int pass = 0; pass < PASSES; pass++) {
          Task task =
              model.tasks().abilities().get(pass % model.tasks().abilities().size()).example();
          model.restore(task, Collections.nCopies(1 + pass * 7 % 6, tile));
          int tenth = pass * 10 / PASSES;
          tenths[tenth] = Math.max(tenths[tenth], residentMegabytes());
        }
      }
      StringBuilder line = new StringBuilder();
      for (double tenth : tenths) {
        line.append(tenth).append(' ');
      }
      System.out.println(line.toString().strip());
    }

    private static double residentMegabytes() throws IOException {
      String line =
          Files.readAllLines(STATUS).stream()
              .filter(l -> l.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
    }
  }
}

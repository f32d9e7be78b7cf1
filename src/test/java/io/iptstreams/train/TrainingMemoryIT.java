package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.image.Image;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory outside the heap stays what it is, however many steps and validations a run has. */
class TrainingMemoryIT {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 5000;
  private static final int VALIDATE_EVERY = 125;

  @Test
  @Timeout(300)
  void residentMemory_after5000Steps_isFlat() throws Exception {
    assumeTrue(Files.exists(STATUS), "no " + STATUS + " to read the resident memory from");
    double[] tenths = measuredInItsOwnProcess();
    assertThat(tenths[9])
        .as("resident MB in each tenth: %s", Arrays.toString(tenths))
        .isLessThan(1.05 * tenths[1]);
  }

  /** With a heap that is there from the start, all that grows is outside of it. */
  private static double[] measuredInItsOwnProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Steps.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] last = out.strip().split("\\R");
    return Arrays.stream(last[last.length - 1].split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The steps; prints the highest resident memory of each tenth, in MB. */
  static final class Steps {
    public static void main(String[] arguments) throws IOException {
      TrainingPlan plan = plan();
      double[] tenths = new double[10];
      try (Pictures pictures = DeadLeavesPictures.open(plan.pictures(), 0);
          Trainer trainer = Trainer.open(plan)) {
        Image picture = pictures.validation().get(0).crop(0, 0, 48, 48);
        Validation validation = new Validation(plan, List.of(picture));
        for (int step = 0; step < STEPS; step++) {
          trainer.advance(StepCrops.draw(plan, pictures, trainer.learning(), step));
          if (step % VALIDATE_EVERY == 0) {
            validation.run(new ModelFolder(plan.card(Map.of()), trainer.averaged(), "training"));
          }
          int tenth = step * 10 / STEPS;
          tenths[tenth] = Math.max(tenths[tenth], residentMegabytes());
        }
      }
      StringBuilder line = new StringBuilder();
      for (double tenth : tenths) {
        line.append(tenth).append(' ');
      }
      System.out.println(line.toString().strip());
    }

    /** Crops of one window, two of each task. */
    private static TrainingPlan plan() {
      TrainingPlan plan =
          SmallPlans.of(STEPS, 1, Precision.FLOAT32, new Task.Denoise(50), new Task.Upscale(2));
      return new TrainingPlan(
          plan.name(),
          plan.from(),
          plan.frozen(),
          plan.architecture(),
          plan.tile(),
          plan.tasks(),
          new Crops(8, 2, 0.15, 1),
          plan.steps(),
          plan.objective(),
          plan.optimisation(),
          plan.validateEvery(),
          plan.seed(),
          plan.precision());
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

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.jvm.ResidentMemory;
import io.iptstreams.jvm.Tenths;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory outside the heap stays what it is, however many steps and validations a run has. */
class TrainingMemoryIT {
  private static final int STEPS = 3000;
  private static final int VALIDATE_EVERY = 75;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void residentMemory_after3000Steps_isFlat() throws Exception {
    ResidentMemory.assumeReadable();
    double[] tenths = ResidentMemory.tenthsOf(folder, Steps.class);
    assertThat(tenths[9])
        .as("resident MB in each tenth: %s", Tenths.line(tenths))
        .isLessThan(1.05 * tenths[1]);
  }

  /** The steps; prints the highest resident memory of each tenth, in MB. */
  static final class Steps {
    public static void main(String[] arguments) throws IOException {
      TrainingPlan plan = plan();
      Tenths resident = new Tenths();
      try (Pictures pictures = DeadLeavesPictures.open(plan.pictures(), 0);
          Trainer trainer = Trainer.open(plan, TrainingDevice.cpu(plan, 2));
          Validation validation =
              new Validation(plan, TrainingDevice.cpu(plan, 2), validationPictures(pictures))) {
        for (int step = 0; step < STEPS; step++) {
          trainer.advance(StepCrops.prepare(plan, pictures, trainer.learning(), step).get());
          if (step % VALIDATE_EVERY == 0) {
            validation.run(new ModelFolder(plan.card(Map.of()), trainer.averaged(), "training"));
          }
          resident.note((double) step / STEPS, ResidentMemory.megabytes());
        }
      }
      System.out.println(Tenths.line(resident.highest()));
    }

    private static List<Image> validationPictures(Pictures pictures) {
      return List.of(pictures.validation().get(0).crop(0, 0, 48, 48));
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
  }
}

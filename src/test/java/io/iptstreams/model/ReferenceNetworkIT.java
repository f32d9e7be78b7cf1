package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine computes the network that is written down in plain Java. */
class ReferenceNetworkIT {
  private static final Task[] TASKS = {
    new Task.Derain(), new Task.Upscale(2), new Task.Upscale(3), new Task.Upscale(4)
  };

  private static Image noise(int side) {
    Random random = new Random(4);
    float[] samples = new float[3 * side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    return new Image(3, side, side, samples);
  }

  @Test
  void restore_toldTheNoise_agreesWithTheDefinition() {
    TaskSet tasks = new TaskSet(List.of(new Ability.DenoiseRange(1, 60)));
    ModelFolder folder =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, tasks));
    ReferenceNetwork reference = new ReferenceNetwork(folder);
    Image picture = noise(16);
    try (IptModel model = IptModel.open(folder)) {
      for (int sigma : new int[] {1, 25, 60}) {
        Image restored = model.restore(new Task.Denoise(sigma), List.of(picture)).get(0);
        assertThat(largestDifference(restored, reference.restore(0, picture, sigma)))
            .as("sigma %d", sigma)
            .isLessThan(1e-2);
      }
      assertThat(model.restore(new Task.Denoise(1), List.of(picture)))
          .isNotEqualTo(model.restore(new Task.Denoise(60), List.of(picture)));
    }
  }

  private static double largestDifference(Image restored, double[][][] expected) {
    double largest = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < restored.height(); y++) {
        for (int x = 0; x < restored.width(); x++) {
          largest = Math.max(largest, Math.abs(restored.at(c, y, x) - expected[c][y][x]));
        }
      }
    }
    return largest;
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper's form", "every departure"})
  void restore_agreesWithTheDefinition_forEveryScale(String form) {
    Architecture architecture =
        form.equals("paper's form") ? SmallNetworks.PLAIN : SmallNetworks.COMPACT;
    // Two windows along each side, for the paper's form one, as there.
    int tile = (architecture.stem() == 1 ? 1 : 2) * architecture.window() * architecture.stem();
    ModelFolder folder = SmallNetworks.stirred(SmallNetworks.fresh(architecture, tile, TASKS));
    ReferenceNetwork reference = new ReferenceNetwork(folder);
    Image picture = noise(tile);
    try (IptModel model = IptModel.open(folder)) {
      for (int i = 0; i < TASKS.length; i++) {
        Image restored = model.restore(TASKS[i], List.of(picture)).get(0);
        double largest = largestDifference(restored, reference.restore(i, picture));
        System.out.printf("%s, %s: largest difference %.2e%n", form, TASKS[i].id(), largest);
        assertThat(largest).as(TASKS[i].id()).isLessThan(1e-2);
      }
    }
  }
}

package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.degrade.BicubicReduction;
import io.iptstreams.image.Image;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairBatchTest {
  private static final Pictures.CropSource LEAVES =
      (side, random) -> DeadLeaves.draw(side, side, random);

  private static TrainingTask learnt(Task task) {
    return TrainingTask.builtIn(new Ability.Single(task));
  }

  private static boolean isWhole(float[] samples, int from, int to) {
    for (int i = from; i < to; i++) {
      if (samples[i] != Math.rint(samples[i]) || samples[i] < 0 || samples[i] > 255) {
        return false;
      }
    }
    return true;
  }

  @Test
  void draw_ofATaskThatEnlarges_pairsEachCropWithItsReduction() {
    PairBatch batch = PairBatch.draw(LEAVES, learnt(new Task.Upscale(2)), 2, 8, new Random(1));

    assertThat(batch.side()).isEqualTo(8);
    assertThat(batch.scale()).isEqualTo(2);
    assertThat(batch.degraded()).hasSize(2 * 3 * 8 * 8);
    assertThat(batch.clean()).hasSize(2 * 3 * 16 * 16);
    for (int i = 0; i < 2; i++) {
      Image clean = new Image(3, 16, 16, Arrays.copyOfRange(batch.clean(), i * 768, (i + 1) * 768));
      Image reduced = new BicubicReduction(2).spoil(clean, new Random(1)).quantised();
      assertThat(Arrays.copyOfRange(batch.degraded(), i * 192, (i + 1) * 192))
          .containsExactly(reduced.samples());
    }
  }

  @Test
  void draw_ofNoise_roundsHalfOfTheCrops() {
    PairBatch batch = PairBatch.draw(LEAVES, learnt(new Task.Denoise(50)), 400, 4, new Random(1));

    int rounded = 0;
    for (int i = 0; i < 400; i++) {
      rounded += isWhole(batch.degraded(), i * 48, (i + 1) * 48) ? 1 : 0;
    }

    assertThat(rounded).isCloseTo(200, within(40));
  }

  @Test
  void draw_ofRain_roundsEveryCrop() {
    PairBatch batch = PairBatch.draw(LEAVES, learnt(new Task.Derain()), 10, 16, new Random(1));

    assertThat(isWhole(batch.degraded(), 0, batch.degraded().length)).isTrue();
    assertThat(batch.degraded()).isNotEqualTo(batch.clean());
  }

  @Test
  void draw_ofARangeOfNoise_tellsTheStrengthOfEachCrop() {
    TrainingTask task = TrainingTask.builtIn(new Ability.DenoiseRange(10, 40));

    PairBatch batch = PairBatch.draw(LEAVES, task, 20, 32, new Random(1));

    for (int i = 0; i < 20; i++) {
      assertThat(batch.sigmas()[i]).isBetween(10f, 40.01f);
      double squares = 0;
      for (int k = i * 3072; k < (i + 1) * 3072; k++) {
        squares += Math.pow(batch.degraded()[k] - batch.clean()[k], 2) / 3072;
      }
      // Clamped crops have a little less.
      assertThat(Math.sqrt(squares)).isBetween(0.6 * batch.sigmas()[i], 1.05 * batch.sigmas()[i]);
    }
  }

  @Test
  void draw_withEqualSeeds_drawsAlike() {
    TrainingTask task = learnt(new Task.Denoise(50));

    PairBatch batch = PairBatch.draw(LEAVES, task, 2, 8, new Random(1));

    assertThat(batch.degraded())
        .isEqualTo(PairBatch.draw(LEAVES, task, 2, 8, new Random(1)).degraded())
        .isNotEqualTo(PairBatch.draw(LEAVES, task, 2, 8, new Random(2)).degraded());
  }
}

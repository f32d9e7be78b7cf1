package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.degrade.BlindGaussianNoise;
import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.degrade.PoissonGaussianNoise;
import io.iptstreams.image.Image;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrainingTaskTest {
  private static final Ability OWN = new Ability.Single(new Task.Custom("own", 1));

  private static TrainingTask own(Degradation degradation) {
    return new TrainingTask(OWN, degradation);
  }

  /** Column in which the level changes most, of a picture that is spoiled to flat blocks. */
  private static int steepest(Image image) {
    int steepest = 0;
    double largest = 0;
    for (int x = 1; x < image.width(); x++) {
      double change = Math.abs(image.at(1, 4, x) - image.at(1, 4, x - 1));
      if (change > largest) {
        largest = change;
        steepest = x;
      }
    }
    return steepest;
  }

  /** At quality 1 nothing but the mean of a block is left of a gentle slope. */
  @Test
  void spoil_byJpeg_beginsAnywhereInABlock() {
    Image slope = Image.blank(3, 12, 12);
    for (int i = 0; i < slope.samples().length; i++) {
      slope.samples()[i] = 60 + 10 * (i % 12);
    }
    TrainingTask deblock = own(new JpegCompression(1, 1));
    Random random = new Random(1);

    Set<Integer> edges = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      Image spoiled = deblock.spoil(slope, random).image();
      assertThat(spoiled.toString()).isEqualTo("3 × 12 × 12");
      edges.add(steepest(spoiled) % 8);
    }

    assertThat(edges).hasSizeGreaterThan(5);
  }

  @Test
  void spoil_byJpegOfTheBestQuality_hardlyChangesACrop() {
    Image leaves = DeadLeaves.draw(32, 32, new Random(1));

    Image spoiled = own(new JpegCompression(100, 100)).spoil(leaves, new Random(2)).image();

    double error = 0;
    for (int i = 0; i < leaves.samples().length; i++) {
      error += Math.abs(spoiled.samples()[i] - leaves.samples()[i]) / leaves.samples().length;
    }
    assertThat(error).isLessThan(8);
  }

  @Test
  void isNoise_isGaussianNoise_knownOrBlind() {
    assertThat(TrainingTask.builtIn(new Ability.Single(new Task.Denoise(30))).isNoise()).isTrue();
    assertThat(TrainingTask.builtIn(new Ability.DenoiseRange(1, 60)).isNoise()).isTrue();
    assertThat(own(new BlindGaussianNoise(5, 50)).isNoise()).isTrue();
    assertThat(own(new PoissonGaussianNoise(0.01, 0.01, 0, 0)).isNoise()).isFalse();
    assertThat(own(new JpegCompression(10, 40)).isNoise()).isFalse();
  }

  @Test
  void fileName_isTheTasks() {
    assertThat(own(new JpegCompression(10, 40)).fileName()).isEqualTo("own");
    assertThat(TrainingTask.builtIn(new Ability.DenoiseRange(1, 60)).fileName())
        .isEqualTo("denoise");
  }
}

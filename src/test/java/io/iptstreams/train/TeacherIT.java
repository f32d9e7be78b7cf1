package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.Image;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.tiling.Tiling;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TeacherIT {
  private static final Task DOUBLE = new Task.Upscale(2);
  private static final int SIDE = 16;
  private static final TrainingDevice CPU =
      TrainingDevice.cpu(SmallPlans.of(1, 1, Precision.FLOAT32, DOUBLE), 1);

  /** The mean over many draws is that over all eight orientations: what --self-ensemble gives. */
  @Test
  void answer_isOnAverageThatOfTheSelfEnsemble() {
    ModelFolder model =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, SIDE, DOUBLE));
    Image crop = noise();
    double[] mean = new double[3 * 4 * SIDE * SIDE];
    int draws = 400;
    try (Teacher teacher = Teacher.open(model, CPU);
        NDManager manager = NDManager.newBaseManager()) {
      NDArray degraded = manager.create(crop.samples(), new Shape(1, 3, SIDE, SIDE));
      NDArray sigmas = manager.create(new float[1]);
      Random random = new Random(1);
      for (int i = 0; i < draws; i++) {
        float[] answer =
            teacher
                .answer(manager, new Ability.Single(DOUBLE), degraded, sigmas, random)
                .toFloatArray();
        for (int k = 0; k < mean.length; k++) {
          mean[k] += answer[k] / draws;
        }
      }
    }

    float[] ensemble = selfEnsemble(model, crop).samples();
    float[] single = single(model, crop).samples();

    assertThat(distance(mean, ensemble)).isLessThan(0.1 * distance(mean, single));
  }

  /** A network as it starts enlarges as bicubic does, which looks alike from all sides. */
  @Test
  void answer_isTurnedBack() {
    ModelFolder model = SmallNetworks.fresh(SmallNetworks.COMPACT, SIDE, DOUBLE);
    Image crop = noise();
    float[] bicubic = single(model, crop).samples();
    try (Teacher teacher = Teacher.open(model, CPU);
        NDManager manager = NDManager.newBaseManager()) {
      NDArray degraded = manager.create(crop.samples(), new Shape(1, 3, SIDE, SIDE));
      NDArray sigmas = manager.create(new float[1]);
      Random random = new Random(2);
      for (int i = 0; i < 20; i++) {
        float[] answer =
            teacher
                .answer(manager, new Ability.Single(DOUBLE), degraded, sigmas, random)
                .toFloatArray();

        assertThat(answer).containsExactly(bicubic, within(0.001f));
      }
    }
  }

  /** In the middle of the range, so that nothing is clamped. */
  private static Image noise() {
    Random random = new Random(3);
    Image image = Image.blank(3, SIDE, SIDE);
    for (int i = 0; i < image.samples().length; i++) {
      image.samples()[i] = 100 + 56 * random.nextFloat();
    }
    return image;
  }

  private static Image single(ModelFolder model, Image crop) {
    return restored(model, crop, false);
  }

  private static Image selfEnsemble(ModelFolder model, Image crop) {
    return restored(model, crop, true);
  }

  private static Image restored(ModelFolder model, Image crop, boolean selfEnsemble) {
    Limits limits =
        new Limits(1_000_000, new Tiling.Feathered(0), selfEnsemble, Duration.ofMinutes(1));
    try (IptModel loaded = IptModel.open(model);
        Restorer restorer = Restorer.open(loaded, new BatchPolicy(1, Duration.ZERO), 1, limits)) {
      return restorer.restore(crop, DOUBLE);
    }
  }

  private static double distance(double[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum / one.length;
  }
}

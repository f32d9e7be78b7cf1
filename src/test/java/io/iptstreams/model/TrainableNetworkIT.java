package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network as it starts gives back what it gets: here 10, where it should be 7 or 9. */
class TrainableNetworkIT {
  private static final TaskSet TASKS = TaskSet.of(new Task.Denoise(50));
  private static final Shape CROPS = new Shape(2, 3, 8, 8);

  @Test
  void learn_byTheAbsoluteError_hasItsMeanInGreyLevels() {
    float[] measured = learn(ErrorMeasure.ABSOLUTE);

    assertThat(measured).containsExactly(new float[] {2, 2}, within(0.001f));
  }

  @Test
  void learn_byTheSquaredError_hasTheRootOfItsMean_andStillTellsTheAbsoluteOne() {
    float[] measured = learn(ErrorMeasure.SQUARED);

    assertThat(measured).containsExactly(new float[] {(float) Math.sqrt(5), 2}, within(0.001f));
  }

  /** What is to become smaller, and the mean absolute error. */
  private static float[] learn(ErrorMeasure error) {
    Weights initial = TrainableNetwork.initial(SmallNetworks.COMPACT, TASKS, 1);
    try (TrainableNetwork network =
            TrainableNetwork.open(
                SmallNetworks.COMPACT, TASKS, List.of(0), Precision.FLOAT32, error, initial);
        NDManager work = network.manager().newSubManager()) {
      NDArray degraded = work.full(CROPS, 10, DataType.FLOAT32);
      NDArray clean =
          work.full(new Shape(1, 3, 8, 8), 7, DataType.FLOAT32)
              .concat(work.full(new Shape(1, 3, 8, 8), 9, DataType.FLOAT32), 0);
      NDArray sigmas = work.zeros(new Shape(2));
      TrainableNetwork.Pass pass =
          network.learn(work, List.of(degraded), List.of(sigmas), List.of(clean), true);
      return new float[] {pass.losses().toFloatArray()[0], pass.absolute().toFloatArray()[0]};
    }
  }
}

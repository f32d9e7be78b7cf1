package io.iptstreams.train;

import io.iptstreams.model.Precision;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Task;
import java.util.List;

/** Plans that a test can carry out. */
final class SmallPlans {
  /** Crops of two by two windows. */
  static final int CROP = 16;

  private SmallPlans() {}

  static TrainingPlan of(int steps, long seed, Precision precision, Task... tasks) {
    return new TrainingPlan(
        "small", SmallNetworks.COMPACT, 16, List.of(tasks), CROP, 4, steps, 0.01, seed, precision);
  }
}

package io.iptstreams.model;

import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Map;

/** Networks small enough for a test. */
public final class SmallNetworks {
  /** The paper's form: no stem, no blocks of ours, no projection. */
  public static final Architecture PLAIN =
      new Architecture(4, 6, 3, 36, 4, 72, 1, 1, 2, 5, 1, 0, 0, false, false, 1);

  /** With every departure switched on. */
  public static final Architecture COMPACT =
      new Architecture(4, 4, 2, 8, 2, 16, 1, 1, 1, 3, 2, 1, 1, true, true, 63.75f);

  private SmallNetworks() {}

  /** A folder in memory with fresh weights. */
  public static ModelFolder fresh(Architecture architecture, int tile, Task... tasks) {
    return fresh(architecture, tile, TaskSet.of(tasks));
  }

  /** A folder in memory with fresh weights. */
  public static ModelFolder fresh(Architecture architecture, int tile, TaskSet tasks) {
    List<ModelCard.TaskEntry> entries =
        tasks.abilities().stream().map(ModelCard.TaskEntry::of).toList();
    ModelCard card = new ModelCard("small", architecture, entries, tile, Map.of(), Map.of());
    return new ModelFolder(card, new IptLayout(architecture, tasks).initial(1), "0123456789abcdef");
  }

  /**
   * The same folder with every tensor that starts at zero made random, so that each of them
   * matters.
   */
  public static ModelFolder stirred(ModelFolder folder) {
    java.util.Random random = new java.util.Random(2);
    Map<String, Weights.Tensor> tensors = new java.util.LinkedHashMap<>();
    folder
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.05 * random.nextGaussian());
              }
              tensors.put(name, new Weights.Tensor(tensor.shape(), values));
            });
    return new ModelFolder(folder.card(), new Weights(tensors), folder.fingerprint());
  }
}

package io.iptstreams.model.checkpoint;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelCard;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model made of an official IPT checkpoint.
 *
 * <p>Unlike the official loader, which passes over missing and unknown tensors in silence, every
 * tensor must be there, be known and have its shape.
 *
 * @param card sizes from the tensors' shapes, tasks as given, tiles of one window
 * @param weights the trained tensors
 */
public record CheckpointImport(ModelCard card, Weights weights) {
  /** Attention heads of every published network; no shape tells them. */
  public static final int OFFICIAL_HEADS = 12;

  /**
   * @param checkpoint what {@link Checkpoint#read} gave
   * @param name of the model to be
   * @param tasks task names in the order of the checkpoint's heads; a name that is not built in
   *     becomes a task of the user's own
   * @param attentionHeads {@link #OFFICIAL_HEADS}, unless the network is another
   * @param origin where the checkpoint is from, for the card
   * @throws ModelException if the tensors are not those of an IPT network with these tasks
   */
  public static CheckpointImport of(
      Weights checkpoint,
      String name,
      List<String> tasks,
      int attentionHeads,
      Map<String, Object> origin) {
    OfficialSizes sizes = new OfficialSizes(checkpoint);
    Architecture architecture = sizes.architecture(attentionHeads);
    ModelCard card = card(name, architecture, entries(sizes.scales(), tasks), origin);
    List<String> faults = new ArrayList<>();
    Weights trained = new FixedTensors(architecture.tokens()).without(checkpoint, faults);
    faults.addAll(ModelFolder.differences(card, trained));
    if (!faults.isEmpty()) {
      throw new ModelException("it is no official network: " + String.join("; ", faults));
    }
    return new CheckpointImport(card, trained);
  }

  private static ModelCard card(
      String name,
      Architecture architecture,
      List<ModelCard.TaskEntry> tasks,
      Map<String, Object> origin) {
    try {
      return new ModelCard(name, architecture, tasks, architecture.window(), origin, Map.of());
    } catch (IllegalArgumentException e) {
      throw new ModelException("no card can be made of it: " + e.getMessage(), e);
    }
  }

  private static List<ModelCard.TaskEntry> entries(List<Integer> scales, List<String> tasks) {
    if (tasks.size() != scales.size()) {
      throw new ModelException(
          "the checkpoint has "
              + scales.size()
              + (scales.size() == 1 ? " head" : " heads")
              + " (scales "
              + scales
              + "), got "
              + tasks.size()
              + " task names: "
              + String.join(", ", tasks));
    }
    List<ModelCard.TaskEntry> entries = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      int known = builtInScale(tasks.get(i), scales.get(i));
      if (known != scales.get(i)) {
        throw new ModelException(
            "head "
                + i
                + " enlarges by "
                + scales.get(i)
                + ", it cannot be "
                + tasks.get(i)
                + "; the heads have the scales "
                + scales);
      }
      entries.add(new ModelCard.TaskEntry(tasks.get(i), scales.get(i), null));
    }
    return entries;
  }

  private static int builtInScale(String task, int ofTheHead) {
    try {
      return Task.of(task).scale();
    } catch (IllegalArgumentException notBuiltIn) {
      return ofTheHead;
    }
  }
}

package io.iptstreams.model;

import io.iptstreams.task.Task;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a model in the formats that other programs read. */
public final class ModelExport {
  private ModelExport() {}

  /** The weights alone, in the safetensors format. */
  public static void safeTensors(ModelFolder model, OutputStream out) throws IOException {
    SafeTensors.write(model.weights(), out);
  }

  /**
   * The whole network, as the TorchScript file that {@code torch.jit.load} reads: B × 3 × H × W in
   * 0..255 in, H and W multiples of window · stem, B × 3 × sH × sW out, neither clamped nor
   * rounded. A head for a range of noise takes a second tensor, B standard deviations or one for
   * all.
   *
   * @param task what its {@code forward} undoes; the other tasks are methods {@code task_0}, {@code
   *     task_1}, … in the order of the card
   * @throws IllegalArgumentException if the model does not know the task
   */
  public static void torchScript(ModelFolder model, Task task, OutputStream out)
      throws IOException {
    ModelCard card = model.card();
    int index = card.taskSet().headOf(task);
    if (index < 0) {
      throw new IllegalArgumentException(card.name() + " cannot " + task.id());
    }
    Layers portable = new PortableLayers(card.architecture(), Precision.FLOAT32);
    String methods = new IptScript(card.architecture(), card.taskSet(), portable).methods(index);
    TorchScriptArchive.write(out, model.weights(), methods);
  }
}

package io.iptstreams.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An IPT network loaded into the PyTorch engine. An owner: close it once nobody restores any more.
 * Calls from several threads run side by side on one copy of the weights.
 *
 * @see <a href="https://arxiv.org/abs/2012.00364">Chen et al., Pre-Trained Image Processing
 *     Transformer</a>
 */
public final class IptModel implements RestorationModel {
  /** Tiles of a usual batch; another number is as right and hardly slower. */
  private static final int USUAL_BATCH = 4;

  private final ModelCard card;
  private final String fingerprint;
  private final List<Task> tasks;
  private final NDManager manager;
  private final PtSymbolBlock network;

  private IptModel(ModelCard card, String fingerprint, NDManager manager, PtSymbolBlock network) {
    this.card = card;
    this.fingerprint = fingerprint;
    this.tasks = card.taskList();
    this.manager = manager;
    this.network = network;
  }

  /**
   * Loads the model, with 32-bit products.
   *
   * @throws ModelException if the engine cannot be loaded or refuses the network
   */
  public static IptModel open(ModelFolder folder, Precision precision) {
    NDManager manager = TorchEngine.manager();
    try {
      ModelCard card = folder.card();
      PackedLayers layers =
          new PackedLayers(
              card.architecture(), precision, folder.weights(), USUAL_BATCH, card.tile());
      String methods = new IptScript(card.architecture(), card.scales(), layers).methods();
      PtSymbolBlock network = TorchEngine.load(manager, layers.weights(), methods, false);
      TorchEngine.executeAsWritten();
      IValueUtils.runMethod(network, "prepare").close();
      return new IptModel(card, folder.fingerprint(), manager, network);
    } catch (EngineException e) {
      manager.close();
      throw new ModelException(
          "the engine refuses " + folder.card().name() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Loads the model with 32-bit products. */
  public static IptModel open(ModelFolder folder) {
    return open(folder, Precision.FLOAT32);
  }

  @Override
  public String name() {
    return card.name();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  @Override
  public int tile() {
    return card.tile();
  }

  @Override
  public List<Image> restore(Task task, List<Image> tiles) {
    int index = tasks.indexOf(task);
    if (index < 0) {
      throw new IllegalArgumentException(
          card.name() + " cannot " + task.id() + "; it can " + names());
    }
    int tile = card.tile();
    int size = 3 * tile * tile;
    float[] values = new float[Math.multiplyExact(tiles.size(), size)];
    for (int i = 0; i < tiles.size(); i++) {
      Image image = tiles.get(i);
      if (image.channels() != 3 || image.height() != tile || image.width() != tile) {
        throw new IllegalArgumentException(
            "tile "
                + i
                + " of "
                + tiles.size()
                + " is "
                + image
                + ", "
                + card.name()
                + " takes 3 × "
                + tile
                + " × "
                + tile);
      }
      System.arraycopy(image.samples(), 0, values, i * size, size);
    }
    return split(run(index, values, tiles.size()), tiles.size(), tile * task.scale());
  }

  private float[] run(int index, float[] values, int count) {
    TorchEngine.executeAsWritten();
    // Everything the call makes outside the heap belongs to this manager and ends with it.
    try (NDManager call = manager.newSubManager()) {
      NDArray method = call.create(0f);
      method.setName(TrainableNetwork.methodTag(index));
      NDArray input =
          call.create(FloatBuffer.wrap(values), new Shape(count, 3, card.tile(), card.tile()));
      NDList output = IValueUtils.forward(network, new NDList(input, method), false);
      return output.singletonOrThrow().toFloatArray();
    } catch (EngineException e) {
      throw new ModelException(
          card.name() + " failed on a batch of " + count + " tiles: " + e.getMessage(), e);
    }
  }

  private static List<Image> split(float[] values, int count, int side) {
    int size = 3 * side * side;
    List<Image> restored = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      restored.add(new Image(3, side, side, Arrays.copyOfRange(values, i * size, (i + 1) * size)));
    }
    return restored;
  }

  private List<String> names() {
    return tasks.stream().map(Task::id).toList();
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}

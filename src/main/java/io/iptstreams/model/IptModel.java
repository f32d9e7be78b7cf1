package io.iptstreams.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import io.iptstreams.image.Image;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An IPT network loaded into the PyTorch engine. An owner: close it once nobody restores any more.
 * Calls from several threads run side by side on one copy of the weights.
 *
 * @see <a href="https://arxiv.org/abs/2012.00364">Chen et al., Pre-Trained Image Processing
 *     Transformer</a>
 */
public final class IptModel implements RestorationModel {
  private static final Logger LOG = LoggerFactory.getLogger(IptModel.class);

  /** Tiles of a usual batch; another number is as right and hardly slower. */
  private static final int USUAL_BATCH = 4;

  private final ModelCard card;
  private final String fingerprint;
  private final TaskSet tasks;
  private final String place;
  private final Precision precision;
  private final NDManager manager;
  private final PtSymbolBlock network;

  private IptModel(
      ModelFolder folder,
      String place,
      Precision precision,
      NDManager manager,
      PtSymbolBlock network) {
    this.card = folder.card();
    this.fingerprint = folder.fingerprint();
    this.tasks = card.taskSet();
    this.place = place;
    this.precision = precision;
    this.manager = manager;
    this.network = network;
  }

  /**
   * Loads the model where it runs fastest among what is chosen from: in bfloat16 on a GPU and on a
   * processor that multiplies it, in 32-bit floats elsewhere.
   *
   * @throws ModelException if the engine cannot be loaded or refuses the network, or the chosen GPU
   *     is not there
   */
  public static IptModel open(ModelFolder folder, DeviceChoice choice) {
    DeviceChoice.Decision decision = TorchEngine.place(choice);
    return decision.gpu().isPresent()
        ? open(folder, decision, Precision.BFLOAT16)
        : open(folder, decision, Precision.fastest());
  }

  /**
   * Loads the model where was decided, with products of that precision.
   *
   * @throws ModelException also if the engine does not compute in it on this processor
   */
  public static IptModel open(
      ModelFolder folder, DeviceChoice.Decision decision, Precision precision) {
    String place = decision.device() + " (" + decision.reason() + ")";
    return decision.gpu().isPresent()
        ? openOnGpu(folder, place, decision, precision)
        : openOnCpu(folder, place, precision);
  }

  /** Loads the model on the CPU in 32-bit floats: the exact form, for comparisons. */
  public static IptModel open(ModelFolder folder) {
    return open(folder, Precision.FLOAT32);
  }

  /**
   * Loads the model on the CPU, with products of that precision.
   *
   * @throws ModelException also if the engine does not compute in it on this processor
   */
  public static IptModel open(ModelFolder folder, Precision precision) {
    return openOnCpu(folder, "cpu (asked for)", precision);
  }

  private static IptModel openOnCpu(ModelFolder folder, String place, Precision precision) {
    if (!precision.isOfThisProcessor()) {
      throw new ModelException(
          "this processor has no AVX-512, without which the engine does not compute in "
              + precision.title()
              + "; take "
              + Precision.FLOAT32.title());
    }
    ModelCard card = folder.card();
    PackedLayers packed =
        new PackedLayers(
            card.architecture(), precision, folder.weights(), USUAL_BATCH, card.tile());
    try {
      IptModel model =
          load(folder, place, precision, TorchEngine.manager(), packed, packed.weights());
      model.prepare();
      return model;
    } catch (ModelException e) {
      if (!(e.getCause() instanceof EngineException cause)
          || !String.valueOf(cause.getMessage()).contains("Unknown builtin op")) {
        throw e;
      }
      // An engine without oneDNN, as on macOS.
      LOG.info("this engine lacks the packed operations; {} runs on portable ones", card.name());
      Layers portable = new PortableLayers(card.architecture(), Precision.FLOAT32);
      return load(
          folder, place, Precision.FLOAT32, TorchEngine.manager(), portable, folder.weights());
    }
  }

  private static IptModel openOnGpu(
      ModelFolder folder, String place, DeviceChoice.Decision decision, Precision precision) {
    Layers layers = new PortableLayers(folder.card().architecture(), precision);
    return load(folder, place, precision, TorchEngine.manager(decision), layers, folder.weights());
  }

  private static IptModel load(
      ModelFolder folder,
      String place,
      Precision precision,
      NDManager manager,
      Layers layers,
      Weights weights) {
    try {
      ModelCard card = folder.card();
      String methods = new IptScript(card.architecture(), card.taskSet(), layers).methods();
      PtSymbolBlock network = TorchEngine.load(manager, weights, methods, false);
      return new IptModel(folder, place, precision, manager, network);
    } catch (EngineException e) {
      manager.close();
      throw new ModelException(
          "the engine refuses " + folder.card().name() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Lets the network pack its weights, once. */
  private void prepare() {
    try {
      TorchEngine.executeAsWritten();
      IValueUtils.runMethod(network, "prepare").close();
    } catch (EngineException e) {
      close();
      throw new ModelException(
          "the weights of " + card.name() + " cannot be packed: " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return place + ", " + precision.title();
  }

  /** {@code cpu} or {@code gpu:0}. */
  public String device() {
    return place.substring(0, place.indexOf(' '));
  }

  /** Of the products. */
  public Precision precision() {
    return precision;
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
  public TaskSet tasks() {
    return tasks;
  }

  @Override
  public int tile() {
    return card.tile();
  }

  @Override
  public List<Image> restore(Task task, List<Image> tiles) {
    int index = tasks.headOf(task);
    if (index < 0) {
      throw new IllegalArgumentException(
          card.name() + " cannot " + task.id() + "; it can " + tasks);
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
    return split(run(index, task, values, tiles.size()), tiles.size(), tile * task.scale());
  }

  private float[] run(int head, Task task, float[] values, int count) {
    TorchEngine.executeAsWritten();
    // Everything the call makes outside the heap belongs to this manager and ends with it.
    try (NDManager call = manager.newSubManager()) {
      NDArray method = call.create(0f);
      method.setName(IptScript.methodTag(head));
      NDArray input =
          call.create(FloatBuffer.wrap(values), new Shape(count, 3, card.tile(), card.tile()));
      NDList arguments = new NDList(input, method);
      if (tasks.abilities().get(head) instanceof Ability.DenoiseRange
          && task instanceof Task.Denoise denoise) {
        arguments.add(call.create(new float[] {denoise.sigma()}));
      }
      NDList output = IValueUtils.forward(network, arguments, false);
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

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}

package io.iptstreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.iptstreams.task.TaskSet;
import java.util.List;

/**
 * The network as training sees it: the same script, with parameters that collect gradients. An
 * owner; use it from the thread that opened it, since the engine keeps a setting per thread.
 *
 * @param manager owns everything below; closing it frees the network
 * @param block the network
 * @param parameters arrays that alias its parameters, named
 */
public record TrainableNetwork(NDManager manager, PtSymbolBlock block, NDList parameters)
    implements AutoCloseable {

  /**
   * What one pass gives; both belong to the manager of the pass.
   *
   * @param losses mean absolute error of each head, grey levels
   * @param tokens N × L × d: what the body gives, after the residual of its last layers and before
   *     it is put back to a map; a single zero if the transformer was left out
   */
  public record Pass(NDArray losses, NDArray tokens) {}

  /**
   * Loads a network to be trained.
   *
   * @param learning heads that {@link #learn} puts through the network, ascending
   * @param initial weights to start from; they fit the architecture and the tasks
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static TrainableNetwork open(
      Architecture architecture,
      TaskSet tasks,
      List<Integer> learning,
      Precision precision,
      Weights initial) {
    NDManager manager = TorchEngine.manager();
    try {
      String methods =
          new IptScript(architecture, tasks, new PortableLayers(architecture, precision))
              .trainingMethods(learning);
      PtSymbolBlock block = TorchEngine.load(manager, initial, methods, true);
      TorchEngine.executeAsWritten();
      return new TrainableNetwork(
          manager, block, JniUtils.moduleGetParams(block, (PtNDManager) manager));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Fresh weights; equal seeds give equal weights. */
  public static Weights initial(Architecture architecture, TaskSet tasks, long seed) {
    return new IptLayout(architecture, tasks).initial(seed);
  }

  /**
   * Puts the crops of all learning heads through the network in one batch; gradients can be
   * collected from what comes back.
   *
   * @param work owns the result
   * @param degraded for each head B × 3 × h × w, such that all have features of one size
   * @param sigmas for each head B numbers: the standard deviation, of use to a head that is told
   * @param clean for each head B × 3 × (s · h) × (s · w)
   * @param transformer false leaves the transformer out, as if its projection were zero
   */
  public Pass learn(
      NDManager work,
      List<NDArray> degraded,
      List<NDArray> sigmas,
      List<NDArray> clean,
      boolean transformer) {
    return run("learn", work, degraded, sigmas, clean, transformer);
  }

  /** As {@link #learn}, with the crops of one head alone. */
  public Pass learn(
      int head,
      NDManager work,
      NDArray degraded,
      NDArray sigmas,
      NDArray clean,
      boolean transformer) {
    return run(
        "learn_" + head, work, List.of(degraded), List.of(sigmas), List.of(clean), transformer);
  }

  private Pass run(
      String method,
      NDManager work,
      List<NDArray> degraded,
      List<NDArray> sigmas,
      List<NDArray> clean,
      boolean transformer) {
    NDArray tag = work.create(0f);
    tag.setName("module_method:" + method + (transformer ? "" : IptScript.CONVOLUTIONS_ALONE));
    NDList arguments = new NDList(tag);
    add(arguments, "degraded[]", degraded);
    add(arguments, "sigmas[]", sigmas);
    add(arguments, "clean[]", clean);
    NDList result = IValueUtils.forward(block, arguments, true);
    return new Pass(result.get(0), result.get(1));
  }

  /** The engine gathers arrays of one name that ends in brackets into one list. */
  private static void add(NDList arguments, String name, List<NDArray> arrays) {
    for (NDArray array : arrays) {
      array.setName(name);
      arguments.add(array);
    }
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}

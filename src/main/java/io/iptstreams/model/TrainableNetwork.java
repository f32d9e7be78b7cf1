package io.iptstreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Set;

/**
 * The network as training sees it: the same script, with parameters that gradients go back to. An
 * owner; several threads may learn with it at once, each after {@link #prepareThread}.
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
   * @param groups heads that {@link #learn} takes together, ascending in each
   * @param initial weights to start from; they fit the architecture and the tasks
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static TrainableNetwork open(
      Architecture architecture,
      TaskSet tasks,
      Set<List<Integer>> groups,
      DeviceChoice.Decision place,
      Precision precision,
      Weights initial) {
    NDManager manager = TorchEngine.manager(place);
    try {
      String methods =
          new IptScript(architecture, tasks, new PortableLayers(architecture, precision))
              .trainingMethods(groups);
      PtSymbolBlock block = TorchEngine.load(manager, initial, methods, true);
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

  /** Readies the calling thread to learn; the engine keeps its settings per thread. */
  public static void prepareThread() {
    TorchEngine.executeAsWritten();
    JniUtils.setGradMode(true);
  }

  /**
   * Puts crops through the network in one batch; {@link #gradients} go back from what comes out.
   *
   * @param heads whose crops they are, one of the groups it was opened with
   * @param work owns the result
   * @param degraded for each head B × 3 × h × w, such that all have features of one size
   * @param sigmas for each head B numbers: the standard deviation, of use to a head that is told
   * @param clean for each head B × 3 × (s · h) × (s · w)
   * @param transformer false leaves the transformer out, as if its projection were zero
   */
  public Pass learn(
      List<Integer> heads,
      NDManager work,
      List<NDArray> degraded,
      List<NDArray> sigmas,
      List<NDArray> clean,
      boolean transformer) {
    NDArray tag = work.create(0f);
    tag.setName("module_method:" + IptScript.learnMethod(heads, transformer));
    NDList arguments = new NDList(tag);
    add(arguments, "degraded[]", degraded);
    add(arguments, "sigmas[]", sigmas);
    add(arguments, "clean[]", clean);
    NDList result = IValueUtils.forward(block, arguments, true);
    return new Pass(result.get(0), result.get(1));
  }

  /**
   * How a number changes with arrays that led to it. Frees what was kept to go back from it.
   *
   * @param work owns the result
   * @param number one number
   * @param of arrays that require gradients
   * @return of each its gradient, of its shape; zeros if it had no part in the number
   */
  public List<NDArray> gradients(NDManager work, NDArray number, List<? extends NDArray> of) {
    IValue from = IValue.from((PtNDArray) number);
    IValue arrays = IValue.listFrom(of.toArray(new PtNDArray[0]));
    try (from;
        arrays;
        IValue found = IValueUtils.runMethod(block, "gradients", from, arrays)) {
      return List.of(found.toTensorArray((PtNDManager) work));
    }
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

package io.iptstreams.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.iptstreams.task.Task;
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
   * A freshly initialised network; equal seeds give equal weights.
   *
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static TrainableNetwork open(
      Architecture architecture, List<Task> tasks, Precision precision, long seed) {
    List<Integer> scales = tasks.stream().map(Task::scale).toList();
    NDManager manager = TorchEngine.manager();
    try {
      Weights weights = new IptLayout(architecture, scales).initial(seed);
      String methods =
          new IptScript(architecture, scales, new PortableLayers(architecture, precision))
              .methods();
      PtSymbolBlock block = TorchEngine.load(manager, weights, methods, true);
      TorchEngine.executeAsWritten();
      return new TrainableNetwork(
          manager, block, JniUtils.moduleGetParams(block, (PtNDManager) manager));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }

  /** Name that an extra input must carry so that the network runs this task's method. */
  public static String methodTag(int task) {
    return "module_method:" + IptScript.method(task);
  }
}

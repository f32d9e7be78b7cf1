package io.iptstreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import io.iptstreams.task.Ability;
import io.iptstreams.task.TaskSet;

/**
 * A trained network that restores crops of any size beside one in training, and itself learns
 * nothing. An owner; the threads that learn may use it at once, each after {@link
 * TrainableNetwork#prepareThread}.
 */
public final class FrozenNetwork implements AutoCloseable {
  private final TaskSet tasks;
  private final NDManager manager;
  private final PtSymbolBlock block;

  private FrozenNetwork(TaskSet tasks, NDManager manager, PtSymbolBlock block) {
    this.tasks = tasks;
    this.manager = manager;
    this.block = block;
  }

  /**
   * Loads a network.
   *
   * @param place where training runs
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static FrozenNetwork open(
      ModelFolder model, DeviceChoice.Decision place, Precision precision) {
    ModelCard card = model.card();
    PortableLayers layers = new PortableLayers(card.architecture(), precision);
    String methods = new IptScript(card.architecture(), card.taskSet(), layers).methods();
    NDManager manager = TorchEngine.manager(place);
    try {
      PtSymbolBlock block = TorchEngine.load(manager, model.weights(), methods, false);
      return new FrozenNetwork(card.taskSet(), manager, block);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Restores crops; no gradient passes through.
   *
   * @param work owns the result
   * @param ability one of the model's
   * @param degraded B × 3 × h × w in 0..255, of whole windows
   * @param sigmas B numbers: the standard deviation, of use to a head that is told
   * @return B × 3 × (s · h) × (s · w)
   */
  public NDArray restore(NDManager work, Ability ability, NDArray degraded, NDArray sigmas) {
    NDArray tag = work.create(0f);
    tag.setName(IptScript.methodTag(tasks.abilities().indexOf(ability)));
    NDList arguments = new NDList(degraded, tag);
    if (ability instanceof Ability.DenoiseRange) {
      arguments.add(sigmas);
    }
    return IValueUtils.forward(block, arguments, false).singletonOrThrow();
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}

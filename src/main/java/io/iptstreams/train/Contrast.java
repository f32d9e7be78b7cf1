package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.iptstreams.model.TrainableNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * The contrastive loss of a step whose tokens lie with several workers. It is of all crops
 * together, so it is worked out apart from the network; each worker then goes back from its own
 * tokens, whose gradient is known (the chain rule).
 *
 * @param value the loss, before its weight
 * @param gradients of the weighted loss, for each worker that of its tokens; they belong to the
 *     manager of the step
 */
record Contrast(double value, List<NDArray> gradients) {

  /**
   * Works it out; call it on a thread that is ready to learn.
   *
   * @param work owns the result
   * @param parts of all workers, in their order
   */
  static Contrast of(
      Objective.Contrastive objective,
      TrainableNetwork network,
      NDManager work,
      List<Trainer.Part> parts) {
    NDList loose = new NDList();
    parts.forEach(part -> loose.add(part.tokens().stopGradient()));
    NDArray tokens = NDArrays.concat(loose);
    tokens.setRequiresGradient(true);
    NDArray loss = objective.loss().of(tokens);
    double value = loss.getFloat();
    NDArray gradient =
        network.gradients(work, loss.mul(objective.weight()), List.of(tokens)).get(0);
    List<NDArray> gradients = new ArrayList<>();
    int from = 0;
    for (Trainer.Part part : parts) {
      int to = from + part.crops().count();
      // A copy: the engine lets nothing go back through what a script has returned.
      gradients.add(gradient.get(new NDIndex("{}:{}", from, to)).duplicate());
      from = to;
    }
    return new Contrast(value, gradients);
  }

  /** A number that changes with the worker's tokens as the weighted loss does. */
  NDArray along(int worker, NDArray tokens) {
    return tokens.mul(gradients.get(worker)).sum();
  }
}

package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.iptstreams.model.TorchEngine;
import io.iptstreams.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter), gradients clipped to a common norm of
 * 1, and an exponential moving average of the weights, all in one call into the engine. Its whole
 * state is plain arrays, so that it can be saved: DJL's own optimisers hide theirs.
 *
 * <p>Not thread-safe. Its arrays belong to the manager it was made with.
 */
final class AdamW {
  private static final String METHODS =
      """
        def step(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], e: List[Tensor], t: List[Tensor], lr: float, keep: float) -> Tensor:
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)
          torch._foreach_mul_(g, torch.clamp_max(torch.reciprocal(torch.add(norm, 9.9999999999999995e-07)), 1.))
          torch._foreach_add_(t, 1)
          torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), t, lr=lr, beta1=0.90000000000000002, beta2=0.98999999999999999, weight_decay=0.0001, eps=1e-08, amsgrad=False, maximize=False)
          torch._foreach_lerp_(e, p, 1. - keep)
          torch._foreach_zero_(g)
          return norm
      """;

  /**
   * Share of itself that the moving average keeps at each step; less at first, so that it forgets
   * the starting point.
   */
  private static final double AVERAGE_KEEPS = 0.999;

  private final PtSymbolBlock script;
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final List<PtNDArray> firstMoments = new ArrayList<>();
  private final List<PtNDArray> secondMoments = new ArrayList<>();
  private final List<PtNDArray> averages = new ArrayList<>();
  private final List<PtNDArray> counts = new ArrayList<>();

  /**
   * @param parameters arrays that alias the network's parameters
   */
  AdamW(NDManager manager, NDList parameters) {
    this.script = TorchEngine.load(manager, new Weights(Map.of()), METHODS, false);
    for (NDArray parameter : parameters) {
      this.parameters.add((PtNDArray) parameter);
      firstMoments.add((PtNDArray) manager.zeros(parameter.getShape()));
      secondMoments.add((PtNDArray) manager.zeros(parameter.getShape()));
      averages.add((PtNDArray) manager.create(parameter.toFloatArray(), parameter.getShape()));
      counts.add((PtNDArray) manager.zeros(new Shape()));
    }
  }

  /**
   * Moves every parameter against its gradient and clears the gradients.
   *
   * @return norm of all gradients together, before clipping
   */
  float step(NDManager manager, double learningRate, int stepsDone) {
    double keep = Math.min(AVERAGE_KEEPS, (1.0 + stepsDone) / (10.0 + stepsDone));
    List<PtNDArray> gradients = parameters.stream().map(PtNDArray::getGradient).toList();
    List<IValue> arguments =
        List.of(
            list(parameters),
            list(gradients),
            list(firstMoments),
            list(secondMoments),
            list(averages),
            list(counts),
            IValue.from(learningRate),
            IValue.from(keep));
    try (IValue norm = IValueUtils.runMethod(script, "step", arguments.toArray(new IValue[0]))) {
      return norm.toTensor((PtNDManager) manager).toFloatArray()[0];
    } finally {
      arguments.forEach(IValue::close);
      gradients.forEach(PtNDArray::close);
    }
  }

  private static IValue list(List<PtNDArray> arrays) {
    return IValue.listFrom(arrays.toArray(new PtNDArray[0]));
  }

  /**
   * The arrays to save and to load again, by name: moments, averages and counts of every parameter.
   */
  Map<String, List<PtNDArray>> state() {
    return Map.of("m", firstMoments, "v", secondMoments, "average", averages, "count", counts);
  }

  /** Averages of the parameters, in their order. */
  List<PtNDArray> averages() {
    return averages;
  }
}

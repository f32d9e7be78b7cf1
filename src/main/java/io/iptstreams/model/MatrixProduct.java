package io.iptstreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One large square matrix product by the engine's fastest route on a CPU: the floor under
 * everything the network does. An owner; calls from several threads run side by side.
 */
final class MatrixProduct implements AutoCloseable {
  private final int side;
  private final NDManager manager;
  private final PtSymbolBlock script;
  private final NDArray left;
  private final NDArray method;

  private MatrixProduct(
      int side, NDManager manager, PtSymbolBlock script, NDArray left, NDArray method) {
    this.side = side;
    this.manager = manager;
    this.script = script;
    this.left = left;
    this.method = method;
  }

  static MatrixProduct open(int side, Precision precision) {
    Random random = new Random(1);
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    String low = precision == Precision.FLOAT32 ? "%s" : "torch.to(%s, 15)";
    String methods =
        """
          def prepare(self) -> Tensor:
            self.right = ops.mkldnn._reorder_linear_weight(%s, %d)
            self.left = %s
            return torch.zeros([1])
          def product(self, unused: Tensor) -> Tensor:
            y = ops.mkldnn._linear_pointwise(self.left, self.right, None, "none", annotate(List[Optional[number]], []), "")
            return torch.slice(torch.to(y, 6), 0, 0, 1)
        """
            .formatted(low.formatted("self.right"), side, low.formatted("self.left"));
    Weights.Tensor tensor = new Weights.Tensor(List.of(side, side), values);
    NDManager manager = TorchEngine.manager();
    try {
      PtSymbolBlock script =
          TorchEngine.load(
              manager, new Weights(Map.of("left", tensor, "right", tensor)), methods, false);
      TorchEngine.executeAsWritten();
      IValueUtils.runMethod(script, "prepare").close();
      NDArray method = manager.create(0f);
      method.setName("module_method:product");
      return new MatrixProduct(side, manager, script, manager.zeros(new Shape(1)), method);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Multiplies once. */
  void run() {
    TorchEngine.executeAsWritten();
    try (NDManager call = manager.newSubManager()) {
      NDArray input = left.duplicate();
      input.attach(call);
      IValueUtils.forward(script, new NDList(input, method), false).close();
    }
  }

  /** Floating-point operations of one product. */
  double operations() {
    return 2.0 * side * side * side;
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}

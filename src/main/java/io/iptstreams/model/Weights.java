package io.iptstreams.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model by name, in order: 32-bit floats, row-major. A value; the arrays are
 * shared, so read only.
 */
public final class Weights {

  /** One tensor. */
  public record Tensor(List<Integer> shape, float[] values) {
    public Tensor {
      long size = 1;
      for (int side : shape) {
        size = Math.multiplyExact(size, (long) side);
      }
      if (size != values.length) {
        throw new IllegalArgumentException(
            "shape " + shape + " holds " + size + " values, got " + values.length);
      }
      shape = List.copyOf(shape);
    }
  }

  private final Map<String, Tensor> tensors;

  public Weights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Name to tensor, in order. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** How many numbers there are in all. */
  public long parameters() {
    return tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }
}

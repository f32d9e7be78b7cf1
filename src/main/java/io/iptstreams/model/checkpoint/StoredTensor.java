package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.Weights;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor as a checkpoint describes it: which elements of a storage it shows.
 *
 * @param storage where its elements are
 * @param offset of its first element, not negative
 * @param shape sides, each at least 1
 * @param strides elements between neighbours along each side, none negative
 */
record StoredTensor(Storage storage, long offset, List<Integer> shape, List<Integer> strides) {

  StoredTensor {
    if (shape.size() != strides.size() || shape.size() > 8 || shape.contains(0)) {
      throw new ModelException(
          "a tensor has shape " + brief(shape) + " and strides " + brief(strides));
    }
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
    if (!fits(storage, offset, shape, strides)) {
      throw new ModelException(
          "a tensor of shape "
              + shape
              + " looks beyond the "
              + storage.count()
              + " elements of storage "
              + storage.key());
    }
  }

  /** Number of its elements; stops growing beyond 2³¹ instead of overflowing. */
  long size() {
    long size = 1;
    for (int side : shape) {
      size = size > Integer.MAX_VALUE ? size : size * side;
    }
    return size;
  }

  private static boolean fits(
      Storage storage, long offset, List<Integer> shape, List<Integer> strides) {
    long last = offset;
    for (int i = 0; i < shape.size() && last < storage.count(); i++) {
      last += (shape.get(i) - 1L) * strides.get(i);
    }
    return last < storage.count();
  }

  /**
   * The tensor itself, row-major.
   *
   * @param raw all bytes of its storage, little-endian
   */
  Weights.Tensor read(ByteBuffer raw) {
    float[] values = new float[Math.toIntExact(size())];
    int[] at = new int[shape.size()];
    long element = offset;
    for (int i = 0; i < values.length; i++) {
      values[i] = storage.type().at(raw, (int) element);
      // Counts like an odometer: the last side runs fastest.
      for (int side = at.length - 1; side >= 0; side--) {
        element += strides.get(side);
        if (++at[side] < shape.get(side)) {
          break;
        }
        element -= (long) strides.get(side) * shape.get(side);
        at[side] = 0;
      }
    }
    return new Weights.Tensor(shape, values);
  }

  private static String brief(List<Integer> sides) {
    return sides.size() > 8 ? sides.size() + " sides" : sides.toString();
  }
}

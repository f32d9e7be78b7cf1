package io.iptstreams.model.checkpoint;

import io.iptstreams.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of an official checkpoint that were never trained: two mean shifts and the numbers of
 * the positions. Our network has them built in, so a checkpoint must hold these very values.
 */
final class FixedTensors {
  private static final float[] MEAN = {114.444f, 111.4605f, 103.02f};
  private static final float[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** The means are decimal fractions times 255; the last digit of a float is theirs to choose. */
  private static final float TOLERANCE = 1e-3f;

  private final Map<String, Weights.Tensor> expected = new LinkedHashMap<>();

  /**
   * @param tokens tokens in a window
   */
  FixedTensors(int tokens) {
    expected.put("sub_mean.weight", new Weights.Tensor(List.of(3, 3, 1, 1), IDENTITY));
    expected.put("sub_mean.bias", new Weights.Tensor(List.of(3), times(-1)));
    expected.put("add_mean.weight", new Weights.Tensor(List.of(3, 3, 1, 1), IDENTITY));
    expected.put("add_mean.bias", new Weights.Tensor(List.of(3), times(1)));
    float[] positions = new float[tokens];
    for (int i = 0; i < tokens; i++) {
      positions[i] = i;
    }
    expected.put(
        "body.position_encoding.position_ids", new Weights.Tensor(List.of(1, tokens), positions));
  }

  /**
   * Takes the fixed tensors out.
   *
   * @param faults gets a few words for each that is missing or different
   * @return the other tensors, in their order
   */
  Weights without(Weights weights, List<String> faults) {
    Map<String, Weights.Tensor> trained = new LinkedHashMap<>(weights.tensors());
    expected.forEach(
        (name, fixed) -> {
          Weights.Tensor found = trained.remove(name);
          if (found == null) {
            faults.add("missing " + name + " " + fixed.shape());
          } else if (!found.shape().equals(fixed.shape())) {
            faults.add(name + " is " + found.shape() + " and should be " + fixed.shape());
          } else {
            compare(name, found.values(), fixed.values(), faults);
          }
        });
    return new Weights(trained);
  }

  private static void compare(String name, float[] found, float[] fixed, List<String> faults) {
    for (int i = 0; i < fixed.length; i++) {
      // Written so that a NaN differs too.
      if (!(Math.abs(found[i] - fixed[i]) <= TOLERANCE)) {
        faults.add(
            name
                + " holds "
                + found[i]
                + " where the official network has the constant "
                + fixed[i]);
        return;
      }
    }
  }

  private static float[] times(int sign) {
    return new float[] {sign * MEAN[0], sign * MEAN[1], sign * MEAN[2]};
  }
}

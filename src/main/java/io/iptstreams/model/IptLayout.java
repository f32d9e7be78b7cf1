package io.iptstreams.model;

import io.iptstreams.task.Ability;
import io.iptstreams.task.TaskSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Names, shapes and starting values of an IPT network's tensors, in the order of the official
 * checkpoints.
 *
 * <p>Names are the official ones wherever the official network has the tensor; {@code body.before},
 * {@code body.after}, {@code body.norm} and {@code body.project} are ours. Convolutions are O × I ×
 * K × K, linear layers O × I.
 */
final class IptLayout {

  /** How a tensor starts. */
  private enum Start {
    ZERO,
    ONE,
    /** Uniform within ±1/√fan-in, as PyTorch's own layers start. */
    FAN_IN,
    /** Normal with variance 2/fan-in, for convolutions that feed a ReLU. */
    HE,
    /** As {@link #HE}, times 0.3, so that a residual block starts close to the identity. */
    HE_SMALL,
    /** Normal(0, 1), for positions and queries. */
    NORMAL
  }

  private record Slot(List<Integer> shape, int fanIn, Start start) {}

  private final Architecture a;
  private final List<Ability> heads;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /**
   * @param tasks what the heads undo
   */
  IptLayout(Architecture architecture, TaskSet tasks) {
    this.a = architecture;
    this.heads = tasks.abilities();
    for (int i = 0; i < heads.size(); i++) {
      head(i, heads.get(i));
    }
    body();
    for (int i = 0; i < heads.size(); i++) {
      tail(i, heads.get(i).scale());
    }
  }

  /** Name to shape. */
  Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    slots.forEach((name, slot) -> shapes.put(name, slot.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  /** Fresh weights; equal seeds give equal weights. */
  Weights initial(long seed) {
    Random random = new Random(seed);
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> tensors.put(name, new Weights.Tensor(slot.shape(), values(slot, random))));
    return new Weights(tensors);
  }

  private void head(int i, Ability ability) {
    int stem = a.stemOf(ability.scale());
    conv("head." + i + ".0", a.features(), 3 * stem * stem, 3, Start.FAN_IN);
    if (ability instanceof Ability.DenoiseRange) {
      slot("head." + i + ".sigma.weight", List.of(a.features()), 27 * stem * stem, Start.FAN_IN);
    }
    for (int k = 1; k <= a.headBlocks(); k++) {
      block("head." + i + "." + k, a.headKernel());
    }
  }

  private void body() {
    for (int k = 0; k < a.blocksBefore(); k++) {
      block("body.before." + k, 3);
    }
    linear("body.linear_encoding", a.width(), a.tokenSize(), Start.FAN_IN);
    linear("body.mlp_head.0", a.feedForward(), a.width(), Start.FAN_IN);
    linear("body.mlp_head.3", a.width(), a.feedForward(), inner());
    slot("body.query_embed.weight", List.of(heads.size(), a.tokens() * a.width()), 1, Start.NORMAL);
    for (int j = 0; j < a.encoderLayers(); j++) {
      String layer = "body.encoder.layers." + j;
      attention(layer + ".self_attn");
      feedForward(layer);
      norm(layer + ".norm1");
      norm(layer + ".norm2");
    }
    for (int j = 0; j < a.decoderLayers(); j++) {
      String layer = "body.decoder.layers." + j;
      attention(layer + ".self_attn");
      attention(layer + ".multihead_attn");
      feedForward(layer);
      norm(layer + ".norm1");
      norm(layer + ".norm2");
      norm(layer + ".norm3");
    }
    slot("body.position_encoding.pe.weight", List.of(a.tokens(), a.width()), 1, Start.NORMAL);
    if (a.projection()) {
      norm("body.norm");
      linear("body.project", a.tokenSize(), a.width(), Start.ZERO);
    }
    for (int k = 0; k < a.blocksAfter(); k++) {
      block("body.after." + k, 3);
    }
  }

  private void tail(int i, int scale) {
    Start last = a.imageResidual() ? Start.ZERO : Start.FAN_IN;
    if (a.stem() > 1) {
      int factor = scale * a.stemOf(scale);
      conv("tail." + i + ".0", 3 * factor * factor, a.features(), 3, last);
      return;
    }
    if (scale == 3) {
      conv("tail." + i + ".0.0", 9 * a.features(), a.features(), 3, Start.FAN_IN);
    } else {
      for (int k = 0; k < scale / 2; k++) {
        conv("tail." + i + ".0." + 2 * k, 4 * a.features(), a.features(), 3, Start.FAN_IN);
      }
    }
    conv("tail." + i + ".1", 3, a.features(), 3, last);
  }

  private void block(String name, int kernel) {
    boolean residualStart = a.imageResidual();
    conv(
        name + ".body.0",
        a.features(),
        a.features(),
        kernel,
        residualStart ? Start.HE : Start.FAN_IN);
    conv(
        name + ".body.2",
        a.features(),
        a.features(),
        kernel,
        residualStart ? Start.HE_SMALL : Start.FAN_IN);
  }

  private void attention(String name) {
    slot(name + ".in_proj_weight", List.of(3 * a.width(), a.width()), a.width(), Start.FAN_IN);
    slot(name + ".out_proj.weight", List.of(a.width(), a.width()), a.width(), inner());
  }

  private void feedForward(String layer) {
    linear(layer + ".linear1", a.feedForward(), a.width(), Start.FAN_IN);
    linear(layer + ".linear2", a.width(), a.feedForward(), inner());
  }

  /**
   * With a projection the transformer starts as the identity too: every residual branch adds
   * nothing at first.
   */
  private Start inner() {
    return a.projection() ? Start.ZERO : Start.FAN_IN;
  }

  private void norm(String name) {
    slot(name + ".weight", List.of(a.width()), 1, Start.ONE);
    slot(name + ".bias", List.of(a.width()), 1, Start.ZERO);
  }

  private void linear(String name, int out, int in, Start start) {
    slot(name + ".weight", List.of(out, in), in, start);
    slot(name + ".bias", List.of(out), in, start == Start.ZERO ? Start.ZERO : Start.FAN_IN);
  }

  private void conv(String name, int out, int in, int kernel, Start start) {
    int fanIn = in * kernel * kernel;
    slot(name + ".weight", List.of(out, in, kernel, kernel), fanIn, start);
    slot(name + ".bias", List.of(out), fanIn, start == Start.FAN_IN ? Start.FAN_IN : Start.ZERO);
  }

  private void slot(String name, List<Integer> shape, int fanIn, Start start) {
    slots.put(name, new Slot(shape, fanIn, start));
  }

  private static float[] values(Slot slot, Random random) {
    int size = slot.shape().stream().reduce(1, Math::multiplyExact);
    float[] values = new float[size];
    double bound = 1 / Math.sqrt(slot.fanIn());
    for (int i = 0; i < size; i++) {
      values[i] =
          (float)
              switch (slot.start()) {
                case ZERO -> 0;
                case ONE -> 1;
                case FAN_IN -> (2 * random.nextDouble() - 1) * bound;
                case HE -> random.nextGaussian() * Math.sqrt(2) * bound;
                case HE_SMALL -> random.nextGaussian() * Math.sqrt(2) * bound * 0.3;
                case NORMAL -> random.nextGaussian();
              };
    }
    return values;
  }
}

package io.iptstreams.model.checkpoint;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads off the shapes of an official checkpoint's tensors how large its network is. */
final class OfficialSizes {
  private final Map<String, Weights.Tensor> tensors;

  OfficialSizes(Weights weights) {
    this.tensors = weights.tensors();
  }

  /**
   * @param attentionHeads the one size that leaves no trace in any shape
   * @throws ModelException if a tensor that tells a size is missing, or tells an impossible one
   */
  Architecture architecture(int attentionHeads) {
    int features = side("head.0.0.weight", 0, 4);
    int width = side("body.linear_encoding.weight", 0, 2);
    int token = root(side("body.linear_encoding.weight", 1, 2) / features);
    int window = token * root(side("body.position_encoding.pe.weight", 0, 2));
    int feedForward = side("body.mlp_head.0.weight", 0, 2);
    int headBlocks = count("head.0.", ".body.0.weight", 1);
    int kernel = headBlocks == 0 ? 5 : side("head.0.1.body.0.weight", 2, 4);
    int encoderLayers = count("body.encoder.layers.", ".norm1.weight", 0);
    int decoderLayers = count("body.decoder.layers.", ".norm1.weight", 0);
    try {
      return new Architecture(
          features,
          window,
          token,
          width,
          attentionHeads,
          feedForward,
          encoderLayers,
          decoderLayers,
          headBlocks,
          kernel,
          1,
          0,
          0,
          false,
          false,
          1);
    } catch (IllegalArgumentException e) {
      throw new ModelException("it is no official network: " + e.getMessage(), e);
    }
  }

  /** Scale of each head, told by the upsampler in front of its tail's last convolution. */
  List<Integer> scales() {
    int features = side("head.0.0.weight", 0, 4);
    List<Integer> scales = new ArrayList<>();
    for (int i = 0; tensors.containsKey("tail." + i + ".1.weight"); i++) {
      String upsampler = "tail." + i + ".0.";
      if (!tensors.containsKey(upsampler + "0.weight")) {
        scales.add(1);
      } else if (side(upsampler + "0.weight", 0, 4) == 9 * features) {
        scales.add(3);
      } else {
        scales.add(tensors.containsKey(upsampler + "2.weight") ? 4 : 2);
      }
    }
    return scales;
  }

  private int count(String before, String after, int first) {
    int next = first;
    while (tensors.containsKey(before + next + after)) {
      next++;
    }
    return next - first;
  }

  private int side(String name, int which, int sides) {
    Weights.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException("it is no official network: it has no tensor " + name);
    }
    if (tensor.shape().size() != sides || tensor.shape().contains(0)) {
      throw new ModelException(
          "it is no official network: " + name + " has the shape " + tensor.shape());
    }
    return tensor.shape().get(which);
  }

  /** The side of a square; of what is no square, one that the strict comparison will refuse. */
  private static int root(int square) {
    return (int) Math.round(Math.sqrt(square));
  }
}

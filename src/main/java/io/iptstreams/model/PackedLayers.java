package io.iptstreams.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers for the fastest way on a CPU: oneDNN throughout, weights packed once in the order its
 * kernels read them, ReLU and residual sums fused into the products. Inference only. Internal
 * operations of the pinned PyTorch.
 *
 * <p>Every convolution and linear layer goes through oneDNN whatever its size, so that a tile's
 * bits do not depend on how many tiles share its batch.
 */
final class PackedLayers implements Layers {
  /** The activation's arguments, of which there are none. */
  private static final String NONE = "annotate(List[Optional[number]], [])";

  /**
   * On some processors with AVX-512 the engine misreads packed weights whose outputs are no
   * multiple of these (linear layers in 32 bits, convolutions in 16): such weights stay as they
   * are, and oneDNN packs them at every call.
   */
  private static final int SAFE_LINEAR = 64;

  private static final int SAFE_CONVOLUTION = 16;

  private final Architecture a;
  private final Precision precision;
  private final Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
  private final StringBuilder prepare = new StringBuilder();
  private final int rows;

  /**
   * @param weights as trained
   * @param batch tiles that a call usually holds, for the choice of kernels
   * @param tile side of a tile in pixels
   */
  PackedLayers(
      Architecture architecture, Precision precision, Weights weights, int batch, int tile) {
    this.a = architecture;
    this.precision = precision;
    int windows = tile / (architecture.window() * architecture.stem());
    this.rows = batch * windows * windows * architecture.tokens();
    weights.tensors().forEach(this::pack);
  }

  /** The weights in the shapes that the expressions name. */
  Weights weights() {
    return new Weights(tensors);
  }

  private void pack(String name, Weights.Tensor tensor) {
    if (name.endsWith("in_proj_weight")) {
      int d = a.width();
      for (String part : List.of("q", "v", "qk", "kv", "qkv")) {
        int first = "qkv".indexOf(part) * d;
        int last = first + part.length() * d;
        if (needed(name, part)) {
          packLinear(flat(name) + "_" + part, slice(tensor, first, last));
        }
      }
    } else if (tensor.shape().size() == 4) {
      packConvolution(flat(name), tensor);
    } else if (tensor.shape().size() == 2
        && !name.contains("_embed")
        && !name.contains("position_encoding")) {
      packLinear(flat(name), tensor);
    } else {
      tensors.put(flat(name), tensor);
      if (name.endsWith(".bias") && !name.contains("norm") && precision == Precision.BFLOAT16) {
        prepare.append("    self.%s = torch.to(self.%s, 15)\n".formatted(flat(name), flat(name)));
      }
    }
  }

  /**
   * Self-attention of the encoder takes all three from one, the decoder's query and key, its
   * cross-attention key and value.
   */
  private static boolean needed(String name, String part) {
    if (name.contains("multihead_attn")) {
      return part.equals("q") || part.equals("kv");
    }
    return name.contains("decoder") ? part.equals("qk") || part.equals("v") : part.equals("qkv");
  }

  private void packConvolution(String flat, Weights.Tensor tensor) {
    tensors.put(flat, tensor);
    String weight = low("self." + flat);
    if (tensor.shape().get(0) % SAFE_CONVOLUTION == 0) {
      int pad = tensor.shape().get(2) / 2;
      weight =
          "ops.mkldnn._reorder_convolution_weight(%s, [%d, %d], [1, 1], [1, 1], 1)"
              .formatted(weight, pad, pad);
    }
    prepare.append("    self.%s = %s\n".formatted(flat, weight));
  }

  private void packLinear(String flat, Weights.Tensor tensor) {
    tensors.put(flat, tensor);
    if (precision == Precision.BFLOAT16 || tensor.shape().get(0) % SAFE_LINEAR == 0) {
      prepare.append(
          "    self.%s = ops.mkldnn._reorder_linear_weight(%s, %d)\n"
              .formatted(flat, low("self." + flat), rows));
    }
  }

  private static Weights.Tensor slice(Weights.Tensor tensor, int first, int last) {
    int width = tensor.shape().get(1);
    return new Weights.Tensor(
        List.of(last - first, width),
        Arrays.copyOfRange(tensor.values(), first * width, last * width));
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public String methods() {
    String widths = a.attentionHeads() + ", " + a.width() / a.attentionHeads();
    return "  def prepare(self) -> Tensor:\n"
        + prepare
        + """
            return torch.zeros([1])
          def product(self, x: Tensor, w: Tensor, b: Optional[Tensor], then: str) -> Tensor:
            return ops.mkldnn._linear_pointwise(x, w, b, then, NONE, "")
          def convolution(self, x: Tensor, w: Tensor, b: Tensor, p: int, then: str) -> Tensor:
            return ops.mkldnn._convolution_pointwise(x, w, b, [p, p], [1, 1], [1, 1], 1, then, NONE, "")
          def residual(self, x: Tensor, y: Tensor, w: Tensor, b: Tensor, p: int) -> Tensor:
            return ops.mkldnn._convolution_pointwise(y, x, w, b, [p, p], [1, 1], [1, 1], 1, "add", None, None, NONE, None)
          def heads(self, y: Tensor, first: int) -> Tensor:
            part = torch.slice(y, 2, first, torch.add(first, WIDTH))
            return torch.transpose(torch.reshape(part, [torch.size(y, 0), torch.size(y, 1), HEADS]), 1, 2)
          def joined(self, mix: Tensor) -> Tensor:
            y = torch.transpose(mix, 1, 2)
            return torch.reshape(y, [torch.size(y, 0), torch.size(y, 1), WIDTH])
          def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            return (self).joined(ATTEND)
          def attend_all(self, y: Tensor) -> Tensor:
            return (self).attend((self).heads(y, 0), (self).heads(y, WIDTH), (self).heads(y, TWICE))
          def attend_to_self(self, y: Tensor, v: Tensor) -> Tensor:
            return (self).attend((self).heads(y, 0), (self).heads(y, WIDTH), (self).heads(v, 0))
          def attend_to_memory(self, y: Tensor, m: Tensor) -> Tensor:
            return (self).attend((self).heads(y, 0), (self).heads(m, 0), (self).heads(m, WIDTH))
        """
            .replace("NONE", "annotate(List[Optional[number]], [])")
            .replace("TWICE", Integer.toString(2 * a.width()))
            .replace("WIDTH", Integer.toString(a.width()))
            .replace("HEADS", widths)
            .replace("ATTEND", attend());
  }

  /** Fused attention wins with 32-bit floats and loses with 16. */
  private String attend() {
    if (precision == Precision.FLOAT32) {
      return "torch.scaled_dot_product_attention(q, k, v)";
    }
    double scale = 1 / Math.sqrt((double) a.width() / a.attentionHeads());
    String scores =
        "torch.mul(torch.to(torch.matmul(q, torch.transpose(k, 2, 3)), 6), " + scale + ")";
    return "torch.matmul(torch.to(torch.softmax(" + scores + ", -1), 15), v)";
  }

  @Override
  public String conv(String map, String name) {
    return "(self).convolution(" + map + ", " + convolution(name) + ", \"none\")";
  }

  @Override
  public String block(String map, String name) {
    String inner =
        "(self).convolution(" + map + ", " + convolution(name + ".body.0") + ", \"relu\")";
    return "(self).residual(" + map + ", " + inner + ", " + convolution(name + ".body.2") + ")";
  }

  private String convolution(String name) {
    return parameter(name + ".weight")
        + ", "
        + parameter(name + ".bias")
        + ", "
        + tensors.get(flat(name + ".weight")).shape().get(2) / 2;
  }

  @Override
  public String linear(String tokens, String name) {
    return high(
        product(low(tokens), parameter(name + ".weight"), parameter(name + ".bias"), "none"));
  }

  @Override
  public String feedForward(String tokens, String first, String second) {
    String hidden =
        product(low(tokens), parameter(first + ".weight"), parameter(first + ".bias"), "relu");
    return high(
        product(hidden, parameter(second + ".weight"), parameter(second + ".bias"), "none"));
  }

  /** One product for whatever shares its input; see {@link #needed}. */
  @Override
  public String attention(String query, String key, String value, String name) {
    String mixed;
    if (query.equals(value)) {
      mixed = "(self).attend_all(" + projected(query, name, "qkv") + ")";
    } else if (query.equals(key)) {
      mixed =
          "(self).attend_to_self("
              + projected(query, name, "qk")
              + ", "
              + projected(value, name, "v")
              + ")";
    } else {
      mixed =
          "(self).attend_to_memory("
              + projected(query, name, "q")
              + ", "
              + projected(key, name, "kv")
              + ")";
    }
    return high(product(mixed, parameter(name + ".out_proj.weight"), "None", "none"));
  }

  private String projected(String tokens, String name, String part) {
    return product(
        low(tokens), "self." + flat(name + ".in_proj_weight") + "_" + part, "None", "none");
  }

  private static String product(String x, String weight, String bias, String then) {
    return "(self).product(" + x + ", " + weight + ", " + bias + ", \"" + then + "\")";
  }

  @Override
  public String parameter(String name) {
    return "self." + flat(name);
  }

  /** Names are for this script alone, so they need no tree. */
  private static String flat(String name) {
    return "p_" + name.replace('.', '_');
  }
}

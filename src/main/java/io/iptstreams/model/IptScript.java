package io.iptstreams.model;

import java.util.List;

/**
 * The IPT network, written once: the TorchScript methods that training and inference both run.
 *
 * <p>Follows arXiv 2012.00364 and its official code (see {@link Architecture} for our departures).
 * Shapes: B tiles, C channels, H × W pixels, n features, L tokens of width d, N windows in the
 * whole batch.
 *
 * <pre>
 *   picture  B × 3 × H × W, 0..255
 *   head i   B × n × h × w                       h = H / stem
 *   before   B × n × h × w                       our shared blocks, if any
 *   body     N × L × n·p·p  →  N × L × d  →  encoder → decoder (query row i) → mlp_head  →  B × n × h × w
 *   after    B × n × h × w                       our shared blocks, if any
 *   tail i   B × 3 × sH × sW
 * </pre>
 *
 * H and W are multiples of window · stem: on a larger tile the convolutions run across the whole of
 * it and only the transformer sees one window at a time, so a tile of one window is the paper's
 * network exactly.
 */
final class IptScript {
  /** Mean RGB of the official network's training pictures, grey levels. */
  private static final String MEAN =
      "torch.view(torch.tensor([114.444, 111.4605, 103.02], dtype=6, device=ops.prim.device(image)), [1, 3, 1, 1])";

  private final Architecture a;
  private final List<Integer> scales;
  private final Precision precision;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param scales scale of each task, in head order
   */
  IptScript(Architecture architecture, List<Integer> scales, Precision precision) {
    this.a = architecture;
    this.scales = scales;
    this.precision = precision;
  }

  /** Name of the method that runs one task: B × 3 × H × W in, B × 3 × sH × sW out. */
  static String method(int task) {
    return "task_" + task;
  }

  /** The methods, for {@link TorchScriptArchive}; {@code forward} runs the first task. */
  String methods() {
    return methods(0);
  }

  /** The methods, with {@code forward} running the given task. */
  String methods(int forwardTask) {
    primitives();
    transformer();
    for (int i = 0; i < scales.size(); i++) {
      task(i, scales.get(i));
    }
    forward(forwardTask);
    return text.toString();
  }

  private void primitives() {
    line(1, "def conv(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:");
    line(2, "p = torch.floordiv(torch.size(w, 2), 2)");
    line(
        2, "return torch.conv2d(x, " + low("w") + ", " + low("b") + ", [1, 1], [p, p], [1, 1], 1)");

    line(
        1, "def block(self, x: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor) -> Tensor:");
    line(2, "y = torch.relu((self).conv(x, w0, b0))");
    line(2, "return torch.add(x, (self).conv(y, w2, b2))");

    line(1, "def linear(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:");
    line(2, "return " + high("torch.linear(" + low("x") + ", " + low("w") + ", " + low("b") + ")"));

    line(1, "def norm(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:");
    line(2, "return torch.layer_norm(x, [" + a.width() + "], w, b, 1.0000000000000001e-05)");

    line(1, "def mlp(self, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:");
    line(2, "return (self).linear(torch.relu((self).linear(x, w1, b1)), w2, b2)");

    line(1, "def heads(self, x: Tensor, w: Tensor) -> Tensor:");
    line(2, "y = torch.linear(" + low("x") + ", " + low("w") + ")");
    int headWidth = a.width() / a.attentionHeads();
    line(
        2,
        "y = torch.view(y, [torch.size(x, 0), torch.size(x, 1), "
            + a.attentionHeads()
            + ", "
            + headWidth
            + "])");
    line(2, "return torch.transpose(y, 1, 2)");

    // Scores are scaled on the query side, as upstream does, so that the product stays small in
    // bfloat16 too.
    line(
        1,
        "def attention(self, q: Tensor, k: Tensor, v: Tensor, w_in: Tensor, w_out: Tensor) -> Tensor:");
    int d = a.width();
    line(
        2,
        "qh = torch.mul((self).heads(q, torch.slice(w_in, 0, 0, "
            + d
            + ")), "
            + 1 / Math.sqrt(headWidth)
            + ")");
    line(2, "kh = (self).heads(k, torch.slice(w_in, 0, " + d + ", " + 2 * d + "))");
    line(2, "vh = (self).heads(v, torch.slice(w_in, 0, " + 2 * d + ", " + 3 * d + "))");
    line(2, "scores = torch.matmul(qh, torch.transpose(kh, 2, 3))");
    line(2, "mix = torch.matmul(" + low("torch.softmax(" + high("scores") + ", -1)") + ", vh)");
    line(
        2,
        "y = torch.reshape(torch.transpose(mix, 1, 2), [torch.size(q, 0), torch.size(q, 1), "
            + d
            + "])");
    line(2, "return " + high("torch.linear(y, " + low("w_out") + ")"));
  }

  private void transformer() {
    int p = a.token();
    int g = a.window() / p;
    line(1, "def transformer(self, f: Tensor, query: Tensor) -> Tensor:");
    line(2, "b = torch.size(f, 0)");
    line(2, "n = torch.floordiv(torch.size(f, 2), " + a.window() + ")");
    line(2, "m = torch.floordiv(torch.size(f, 3), " + a.window() + ")");
    line(
        2,
        "cut = torch.reshape(f, [b, "
            + a.features()
            + ", n, "
            + g
            + ", "
            + p
            + ", m, "
            + g
            + ", "
            + p
            + "])");
    line(2, "cut = torch.permute(cut, [0, 2, 5, 3, 6, 1, 4, 7])");
    line(2, "t0 = " + high("torch.reshape(cut, [-1, " + a.tokens() + ", " + a.tokenSize() + "])"));
    line(2, "t = " + call("linear", "t0", "body.linear_encoding"));
    if (!a.projection()) {
      line(2, "t = torch.add(t, t0)");
    }
    line(2, "t = torch.add(t, " + at("body.position_encoding.pe.weight") + ")");
    for (int j = 0; j < a.encoderLayers(); j++) {
      String layer = "body.encoder.layers." + j;
      line(2, "y = " + call("norm", "t", layer + ".norm1"));
      line(2, "t = torch.add(t, " + attention("y, y, y", layer + ".self_attn") + ")");
      line(2, "y = " + call("norm", "t", layer + ".norm2"));
      line(2, "t = torch.add(t, " + mlp("y", layer + ".linear1", layer + ".linear2") + ")");
    }
    line(2, "memory = t");
    for (int j = 0; j < a.decoderLayers(); j++) {
      String layer = "body.decoder.layers." + j;
      line(2, "y = " + call("norm", "t", layer + ".norm1"));
      line(2, "q = torch.add(y, query)");
      line(2, "t = torch.add(t, " + attention("q, q, y", layer + ".self_attn") + ")");
      line(2, "q = torch.add(" + call("norm", "t", layer + ".norm2") + ", query)");
      line(
          2, "t = torch.add(t, " + attention("q, memory, memory", layer + ".multihead_attn") + ")");
      line(2, "y = " + call("norm", "t", layer + ".norm3"));
      line(2, "t = torch.add(t, " + mlp("y", layer + ".linear1", layer + ".linear2") + ")");
    }
    line(2, "t = torch.add(t, " + mlp("t", "body.mlp_head.0", "body.mlp_head.3") + ")");
    if (a.projection()) {
      line(2, "t = " + call("linear", call("norm", "t", "body.norm"), "body.project"));
    }
    line(
        2,
        "map = torch.reshape(t, [b, n, m, "
            + g
            + ", "
            + g
            + ", "
            + a.features()
            + ", "
            + p
            + ", "
            + p
            + "])");
    line(2, "map = torch.permute(map, [0, 5, 1, 3, 6, 2, 4, 7])");
    line(
        2,
        "map = torch.reshape(map, [b, " + a.features() + ", torch.size(f, 2), torch.size(f, 3)])");
    line(2, "return " + features("map"));
  }

  private void task(int i, int scale) {
    line(1, "def " + method(i) + "(self, image: Tensor) -> Tensor:");
    line(2, "x = torch.div(torch.sub(image, " + MEAN + "), " + (double) a.valueScale() + ")");
    if (a.stemOf(scale) > 1) {
      line(2, "x = torch.pixel_unshuffle(x, " + a.stemOf(scale) + ")");
    }
    line(2, "head = " + call("conv", features("x"), "head." + i + ".0"));
    for (int k = 1; k <= a.headBlocks(); k++) {
      line(2, "head = " + block("head", "head." + i + "." + k));
    }
    line(2, "f = head");
    for (int k = 0; k < a.blocksBefore(); k++) {
      line(2, "f = " + block("f", "body.before." + k));
    }
    String row = "torch.select(" + at("body.query_embed.weight") + ", 0, " + i + ")";
    line(2, "query = torch.view(" + row + ", [1, " + a.tokens() + ", " + a.width() + "])");
    line(2, "f = torch.add(f, (self).transformer(f, query))");
    for (int k = 0; k < a.blocksAfter(); k++) {
      line(2, "f = " + block("f", "body.after." + k));
    }
    if (a.blocksBefore() + a.blocksAfter() > 0) {
      line(2, "f = torch.add(f, head)");
    }
    tail(i, scale);
    line(2, "y = torch.mul(" + high("y") + ", " + (double) a.valueScale() + ")");
    if (!a.imageResidual()) {
      line(2, "return torch.add(y, " + MEAN + ")");
    } else if (scale == 1) {
      line(2, "return torch.add(y, image)");
    } else {
      String size =
          "[torch.mul(torch.size(image, 2), "
              + scale
              + "), torch.mul(torch.size(image, 3), "
              + scale
              + ")]";
      line(2, "return torch.add(y, torch.upsample_bicubic2d(image, " + size + ", False))");
    }
  }

  private void tail(int i, int scale) {
    if (a.stem() > 1) {
      int factor = scale * a.stemOf(scale);
      line(
          2,
          "y = torch.pixel_shuffle(" + call("conv", "f", "tail." + i + ".0") + ", " + factor + ")");
      return;
    }
    if (scale == 3) {
      line(2, "f = torch.pixel_shuffle(" + call("conv", "f", "tail." + i + ".0.0") + ", 3)");
    } else {
      for (int k = 0; k < scale / 2; k++) {
        line(
            2,
            "f = torch.pixel_shuffle(" + call("conv", "f", "tail." + i + ".0." + 2 * k) + ", 2)");
      }
    }
    line(2, "y = " + call("conv", "f", "tail." + i + ".1"));
  }

  /** One task under the name that every TorchScript host calls when told nothing else. */
  private void forward(int task) {
    line(1, "def forward(self, image: Tensor) -> Tensor:");
    line(2, "return (self)." + method(task) + "(image)");
  }

  private String block(String x, String name) {
    String first = name + ".body.0";
    String second = name + ".body.2";
    return "(self).block(" + String.join(", ", x, layer(first), layer(second)) + ")";
  }

  private String mlp(String x, String first, String second) {
    return "(self).mlp(" + String.join(", ", x, layer(first), layer(second)) + ")";
  }

  private String attention(String qkv, String name) {
    return "(self).attention("
        + qkv
        + ", "
        + at(name + ".in_proj_weight")
        + ", "
        + at(name + ".out_proj.weight")
        + ")";
  }

  private static String call(String method, String x, String name) {
    return "(self)." + method + "(" + x + ", " + layer(name) + ")";
  }

  private static String layer(String name) {
    return at(name + ".weight") + ", " + at(name + ".bias");
  }

  private static String at(String parameter) {
    return TorchScriptArchive.reference(parameter);
  }

  /** Into the products' format. */
  private String low(String x) {
    return precision == Precision.FLOAT32 ? x : "torch.to(" + x + ", 15)";
  }

  /** Back to 32 bits. */
  private String high(String x) {
    return precision == Precision.FLOAT32 ? x : "torch.to(" + x + ", 6)";
  }

  /**
   * Into the products' format and channels-last, the memory layout that convolutions on a CPU are
   * fastest in.
   */
  private String features(String x) {
    return "torch.contiguous(" + low(x) + ", memory_format=2)";
  }

  private void line(int indent, String code) {
    text.append("  ".repeat(indent)).append(code).append('\n');
  }
}

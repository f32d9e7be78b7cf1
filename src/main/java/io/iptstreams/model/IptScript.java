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
  private final Layers layers;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param scales scale of each task, in head order
   * @param layers how the layers are spelled
   */
  IptScript(Architecture architecture, List<Integer> scales, Layers layers) {
    this.a = architecture;
    this.scales = scales;
    this.layers = layers;
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
    text.append(layers.methods());
    transformer();
    for (int i = 0; i < scales.size(); i++) {
      task(i, scales.get(i));
    }
    forward(forwardTask);
    return text.toString();
  }

  private void transformer() {
    def("transformer(self, f: Tensor, query: Tensor) -> Tensor");
    cut();
    put("t", layers.linear("t0", "body.linear_encoding"));
    if (!a.projection()) {
      put("t", "torch.add(t, t0)");
    }
    put("t", "torch.add(t, " + layers.parameter("body.position_encoding.pe.weight") + ")");
    for (int j = 0; j < a.encoderLayers(); j++) {
      encoderLayer("body.encoder.layers." + j);
    }
    put("memory", "t");
    for (int j = 0; j < a.decoderLayers(); j++) {
      decoderLayer("body.decoder.layers." + j);
    }
    put("t", "torch.add(t, " + layers.feedForward("t", "body.mlp_head.0", "body.mlp_head.3") + ")");
    if (a.projection()) {
      put("t", layers.linear(norm("t", "body.norm"), "body.project"));
    }
    paste();
  }

  /**
   * Map to tokens: windows row by row, in each its tokens row by row, in each its channels, rows,
   * columns.
   */
  private void cut() {
    int p = a.token();
    int g = a.window() / p;
    put("b", "torch.size(f, 0)");
    put("n", "torch.floordiv(torch.size(f, 2), " + a.window() + ")");
    put("m", "torch.floordiv(torch.size(f, 3), " + a.window() + ")");
    put(
        "cut",
        "torch.reshape(f, [b, %d, n, %d, %d, m, %d, %d])".formatted(a.features(), g, p, g, p));
    put("cut", "torch.permute(cut, [0, 2, 5, 3, 6, 1, 4, 7])");
    put(
        "t0",
        layers.picture("torch.reshape(cut, [-1, %d, %d])".formatted(a.tokens(), a.tokenSize())));
  }

  private void paste() {
    int p = a.token();
    int g = a.window() / p;
    put(
        "map",
        "torch.reshape(t, [b, n, m, %d, %d, %d, %d, %d])".formatted(g, g, a.features(), p, p));
    put("map", "torch.permute(map, [0, 5, 1, 3, 6, 2, 4, 7])");
    put(
        "map",
        "torch.reshape(map, [b, %d, torch.size(f, 2), torch.size(f, 3)])".formatted(a.features()));
    giveBack(layers.map("map"));
  }

  private void encoderLayer(String name) {
    put("y", norm("t", name + ".norm1"));
    put("t", "torch.add(t, " + layers.attention("y", "y", "y", name + ".self_attn") + ")");
    put("y", norm("t", name + ".norm2"));
    put("t", "torch.add(t, " + layers.feedForward("y", name + ".linear1", name + ".linear2") + ")");
  }

  private void decoderLayer(String name) {
    put("y", norm("t", name + ".norm1"));
    put("q", "torch.add(y, query)");
    put("t", "torch.add(t, " + layers.attention("q", "q", "y", name + ".self_attn") + ")");
    put("q", "torch.add(" + norm("t", name + ".norm2") + ", query)");
    put(
        "t",
        "torch.add(t, "
            + layers.attention("q", "memory", "memory", name + ".multihead_attn")
            + ")");
    put("y", norm("t", name + ".norm3"));
    put("t", "torch.add(t, " + layers.feedForward("y", name + ".linear1", name + ".linear2") + ")");
  }

  private void task(int i, int scale) {
    def(method(i) + "(self, image: Tensor) -> Tensor");
    put("x", "torch.div(torch.sub(image, " + MEAN + "), " + (double) a.valueScale() + ")");
    if (a.stemOf(scale) > 1) {
      put("x", "torch.pixel_unshuffle(x, " + a.stemOf(scale) + ")");
    }
    put("head", layers.conv(layers.map("x"), "head." + i + ".0"));
    for (int k = 1; k <= a.headBlocks(); k++) {
      put("head", layers.block("head", "head." + i + "." + k));
    }
    put("f", "head");
    for (int k = 0; k < a.blocksBefore(); k++) {
      put("f", layers.block("f", "body.before." + k));
    }
    String row = "torch.select(" + layers.parameter("body.query_embed.weight") + ", 0, " + i + ")";
    put("query", "torch.view(" + row + ", [1, " + a.tokens() + ", " + a.width() + "])");
    put("f", layers.sum("f", "(self).transformer(f, query)"));
    for (int k = 0; k < a.blocksAfter(); k++) {
      put("f", layers.block("f", "body.after." + k));
    }
    if (a.blocksBefore() + a.blocksAfter() > 0) {
      put("f", layers.sum("f", "head"));
    }
    tail(i, scale);
    put("y", "torch.mul(" + layers.picture("y") + ", " + (double) a.valueScale() + ")");
    giveBack("torch.add(y, " + base(scale) + ")");
  }

  /** What the network's output is added to: the input, enlarged if need be, or the mean alone. */
  private String base(int scale) {
    if (!a.imageResidual()) {
      return MEAN;
    }
    return scale == 1
        ? "image"
        : "torch.upsample_bicubic2d(image, [torch.mul(torch.size(image, 2), %d), torch.mul(torch.size(image, 3), %d)], False)"
            .formatted(scale, scale);
  }

  private void tail(int i, int scale) {
    if (a.stem() > 1) {
      put("y", shuffled("tail." + i + ".0", scale * a.stemOf(scale)));
      return;
    }
    if (scale == 3) {
      put("f", shuffled("tail." + i + ".0.0", 3));
    } else {
      for (int k = 0; k < scale / 2; k++) {
        put("f", shuffled("tail." + i + ".0." + 2 * k, 2));
      }
    }
    put("y", layers.conv("f", "tail." + i + ".1"));
  }

  private String shuffled(String name, int factor) {
    return "torch.pixel_shuffle(" + layers.conv("f", name) + ", " + factor + ")";
  }

  /** One task under the name that every TorchScript host calls when told nothing else. */
  private void forward(int task) {
    def("forward(self, image: Tensor) -> Tensor");
    giveBack("(self)." + method(task) + "(image)");
  }

  private String norm(String tokens, String name) {
    return layers.norm(tokens, a.width(), name);
  }

  private void def(String signature) {
    text.append("  def ").append(signature).append(":\n");
  }

  private void put(String variable, String expression) {
    text.append("    ").append(variable).append(" = ").append(expression).append('\n');
  }

  private void giveBack(String expression) {
    text.append("    return ").append(expression).append('\n');
  }
}

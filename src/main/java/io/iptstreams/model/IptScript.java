package io.iptstreams.model;

import io.iptstreams.task.Ability;
import io.iptstreams.task.TaskSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Ending of the training methods without the transformer. */
  private static final String CONVOLUTIONS_ALONE = "_convolutions";

  private final Architecture a;
  private final List<Ability> heads;
  private final Layers layers;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param tasks what the heads undo
   * @param layers how the layers are spelled
   */
  IptScript(Architecture architecture, TaskSet tasks, Layers layers) {
    this.a = architecture;
    this.heads = tasks.abilities();
    this.layers = layers;
  }

  /**
   * Name of the method that runs one head: B × 3 × H × W in, and B sigmas (or one for all) if it is
   * told the strength of the noise; B × 3 × sH × sW out.
   */
  static String method(int head) {
    return "task_" + head;
  }

  /** Name that an extra input must carry so that the engine runs this head's method. */
  static String methodTag(int head) {
    return "module_method:" + method(head);
  }

  /** The methods, for {@link TorchScriptArchive}; {@code forward} runs the first head. */
  String methods() {
    return methods(0);
  }

  /** The methods, with {@code forward} running the given head. */
  String methods(int forwardHead) {
    network();
    for (int i = 0; i < heads.size(); i++) {
      task(i);
    }
    forward(forwardHead);
    return text.toString();
  }

  /**
   * The methods that training calls: one {@code learn} for every group of heads whose crops go
   * through the shared body in one batch, and one with {@link #CONVOLUTIONS_ALONE} that leaves the
   * transformer out, as if its projection were zero; and {@code gradients}.
   *
   * @param groups heads of each, ascending
   *     <pre>
   *   degraded     for each head B_i × 3 × h_i × w_i, such that all have features of one size
   *   sigmas       for each head B_i numbers, of use to a head that is told the noise
   *   clean        for each head B_i × 3 × s·h_i × s·w_i
   *   returns      mean absolute error of each head, grey levels; the tokens, N × L × d
   * </pre>
   */
  String trainingMethods(Set<List<Integer>> groups) {
    network();
    for (List<Integer> group : groups) {
      learn(learnMethod(group, true), group, true);
      learn(learnMethod(group, false), group, false);
    }
    gradients();
    return text.toString();
  }

  /** Name of the method that learns with these heads together. */
  static String learnMethod(List<Integer> heads, boolean transformer) {
    return heads.stream().map(Object::toString).collect(Collectors.joining("_", "learn_", ""))
        + (transformer ? "" : CONVOLUTIONS_ALONE);
  }

  /** Those of a number; zeros for what had no part in it. */
  private void gradients() {
    def("gradients(self, number: Tensor, of: List[Tensor]) -> List[Tensor]");
    put("found", "torch.grad([number], of, None, None, False, True)");
    put("all", "annotate(List[Tensor], [])");
    text.append("    for i in range(torch.len(of)):\n");
    put("  gradient", "torch.pop(found, 0)");
    text.append("      if torch.__is__(gradient, None):\n");
    put("    some", "torch.zeros_like(of[i])");
    text.append("      else:\n");
    put("    some", "unchecked_cast(Tensor, gradient)");
    // As parameters lie in memory, which the optimiser goes by, and apart from one another.
    put("  _", "torch.append(all, torch.clone(some, memory_format=0))");
    giveBack("all");
  }

  private void network() {
    text.append(layers.methods());
    tokens();
    map();
    body();
    for (int i = 0; i < heads.size(); i++) {
      head(i);
      tail(i);
    }
  }

  /** Map to the tokens that the last layer gives. */
  private void tokens() {
    def("tokens(self, f: Tensor, query: Tensor) -> Tensor");
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
    giveBack("torch.add(t, " + layers.feedForward("t", "body.mlp_head.0", "body.mlp_head.3") + ")");
  }

  /** Those tokens back to a map of the size of {@code f}. */
  private void map() {
    def("map(self, t: Tensor, f: Tensor) -> Tensor");
    if (a.projection()) {
      put("t", layers.linear(norm("t", "body.norm"), "body.project"));
    }
    paste();
  }

  private void body() {
    def("shared(self, head: Tensor, query: Tensor, transformer: bool) -> Tuple[Tensor, Tensor]");
    put("f0", "head");
    for (int k = 0; k < a.blocksBefore(); k++) {
      put("f0", layers.block("f0", "body.before." + k));
    }
    text.append("    if transformer:\n");
    put("  t", "(self).tokens(f0, query)");
    put("  f", layers.sum("f0", "(self).map(t, f0)"));
    text.append("    else:\n");
    put("  t", "torch.zeros([1])");
    put("  f", "f0");
    for (int k = 0; k < a.blocksAfter(); k++) {
      put("f", layers.block("f", "body.after." + k));
    }
    if (a.blocksBefore() + a.blocksAfter() > 0) {
      put("f", layers.sum("f", "head"));
    }
    giveBack("(f, t)");
  }

  /**
   * Map to tokens: windows row by row, in each its tokens row by row, in each its channels, rows,
   * columns.
   */
  private void cut() {
    int p = a.token();
    int g = a.window() / p;
    countWindows();
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
    countWindows();
    put(
        "map",
        "torch.reshape(t, [b, n, m, %d, %d, %d, %d, %d])".formatted(g, g, a.features(), p, p));
    put("map", "torch.permute(map, [0, 5, 1, 3, 6, 2, 4, 7])");
    put(
        "map",
        "torch.reshape(map, [b, %d, torch.size(f, 2), torch.size(f, 3)])".formatted(a.features()));
    giveBack(layers.map("map"));
  }

  private void countWindows() {
    put("b", "torch.size(f, 0)");
    put("n", "torch.floordiv(torch.size(f, 2), " + a.window() + ")");
    put("m", "torch.floordiv(torch.size(f, 3), " + a.window() + ")");
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

  private void head(int i) {
    Ability ability = heads.get(i);
    boolean told = told(i);
    int stem = a.stemOf(ability.scale());
    def("head_" + i + "(self, image: Tensor" + (told ? ", sigma: Tensor" : "") + ") -> Tensor");
    put("x", "torch.div(torch.sub(image, " + MEAN + "), " + (double) a.valueScale() + ")");
    if (stem > 1) {
      put("x", "torch.pixel_unshuffle(x, " + stem + ")");
    }
    put("h", layers.conv(layers.map("x"), "head." + i + ".0"));
    if (told) {
      // A channel that is sigma everywhere, convolved, is a bias in proportion to sigma.
      put("s", "torch.div(torch.reshape(sigma, [-1, 1, 1, 1]), " + (double) a.valueScale() + ")");
      put(
          "w",
          "torch.view("
              + layers.parameter("head." + i + ".sigma.weight")
              + ", [1, "
              + a.features()
              + ", 1, 1])");
      put("h", layers.sum("h", layers.low("torch.mul(s, w)")));
    }
    for (int k = 1; k <= a.headBlocks(); k++) {
      put("h", layers.block("h", "head." + i + "." + k));
    }
    giveBack("h");
  }

  private void tail(int i) {
    int scale = heads.get(i).scale();
    def("tail_" + i + "(self, f: Tensor, image: Tensor) -> Tensor");
    upsampled(i, scale);
    put("y", "torch.mul(" + layers.picture("y") + ", " + (double) a.valueScale() + ")");
    giveBack("torch.add(y, " + base(scale) + ")");
  }

  private void task(int i) {
    boolean told = told(i);
    def(method(i) + "(self, image: Tensor" + (told ? ", sigma: Tensor" : "") + ") -> Tensor");
    put("head", "(self).head_" + i + "(image" + (told ? ", sigma" : "") + ")");
    put("f, t, ", "(self).shared(head, " + query(i) + ", True)");
    giveBack("(self).tail_" + i + "(f, image)");
  }

  private void learn(String name, List<Integer> indexes, boolean transformer) {
    def(
        name
            + "(self, degraded: List[Tensor], sigmas: List[Tensor], clean: List[Tensor])"
            + " -> Tuple[Tensor, Tensor]");
    List<String> maps = new ArrayList<>();
    List<String> queries = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    List<String> losses = new ArrayList<>();
    for (int k = 0; k < indexes.size(); k++) {
      int i = indexes.get(k);
      put("d" + k, "degraded[" + k + "]");
      put("h" + k, "(self).head_" + i + "(d" + k + (told(i) ? ", sigmas[" + k + "]" : "") + ")");
      put("n" + k, "torch.size(h" + k + ", 0)");
      put("area", "torch.mul(torch.size(h" + k + ", 2), torch.size(h" + k + ", 3))");
      put("windows", "torch.floordiv(area, " + a.window() * a.window() + ")");
      put(
          "q" + k,
          "torch.expand("
              + query(i)
              + ", [torch.mul(n"
              + k
              + ", windows), "
              + a.tokens()
              + ", "
              + a.width()
              + "])");
      maps.add("h" + k);
      queries.add("q" + k);
      counts.add("n" + k);
    }
    put(
        "f, t, ",
        "(self).shared(torch.cat("
            + maps
            + ", 0), torch.cat("
            + queries
            + ", 0), "
            + (transformer ? "True" : "False")
            + ")");
    put("parts", "torch.split_with_sizes(f, " + counts + ", 0)");
    for (int k = 0; k < indexes.size(); k++) {
      put("y" + k, "(self).tail_" + indexes.get(k) + "(parts[" + k + "], d" + k + ")");
      losses.add("torch.mean(torch.abs(torch.sub(y" + k + ", clean[" + k + "])))");
    }
    giveBack("(torch.stack(" + losses + ", 0), t)");
  }

  private boolean told(int head) {
    return heads.get(head) instanceof Ability.DenoiseRange;
  }

  private String query(int head) {
    String row =
        "torch.select(" + layers.parameter("body.query_embed.weight") + ", 0, " + head + ")";
    return "torch.view(" + row + ", [1, " + a.tokens() + ", " + a.width() + "])";
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

  private void upsampled(int i, int scale) {
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
  private void forward(int head) {
    String sigma = told(head) ? ", sigma" : "";
    def("forward(self, image: Tensor" + (told(head) ? ", sigma: Tensor" : "") + ") -> Tensor");
    giveBack("(self)." + method(head) + "(image" + sigma + ")");
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

package io.iptstreams.model;

/**
 * Layers of operations that every PyTorch from 1.13 on has, on every device, and that have
 * gradients: for training and for other hosts.
 */
final class PortableLayers implements Layers {
  private final Architecture a;
  private final Precision precision;

  /**
   * @param precision of the products; sums of tokens, norms and softmax stay 32-bit
   */
  PortableLayers(Architecture architecture, Precision precision) {
    this.a = architecture;
    this.precision = precision;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public String methods() {
    int heads = a.attentionHeads();
    int headWidth = a.width() / heads;
    // In bfloat16 the gradient of a convolution to an odd number of channels reads beyond its
    // memory (oneDNN 3.7 on AVX-512); such a one is computed in 32 bits.
    // Scores are scaled on the query side, as upstream does, so that the products stay small in
    // bfloat16 too.
    return """
      def conv(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        p = torch.floordiv(torch.size(w, 2), 2)
        if torch.eq(torch.remainder(torch.size(w, 0), 2), 0):
          y = torch.conv2d(x, {w}, {b}, [1, 1], [p, p], [1, 1], 1)
        else:
          y = {lower}torch.conv2d({up}, w, b, [1, 1], [p, p], [1, 1], 1){/lower}
        return y
      def block(self, x: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
        return torch.add(x, (self).conv(torch.relu((self).conv(x, w0, b0)), w2, b2))
      def linear(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return {high}torch.linear({x}, {w}, {b}){/high}
      def heads(self, x: Tensor, w: Tensor, first: int) -> Tensor:
        y = torch.linear({x}, {slice})
        return torch.transpose(torch.view(y, [torch.size(x, 0), torch.size(x, 1), %d, %d]), 1, 2)
      def attention(self, q: Tensor, k: Tensor, v: Tensor, w_in: Tensor, w_out: Tensor) -> Tensor:
        qh = torch.mul((self).heads(q, w_in, 0), %s)
        kh = (self).heads(k, w_in, %d)
        vh = (self).heads(v, w_in, %d)
        scores = torch.softmax({high}torch.matmul(qh, torch.transpose(kh, 2, 3)){/high}, -1)
        mix = torch.transpose(torch.matmul({scores}, vh), 1, 2)
        y = torch.reshape(mix, [torch.size(q, 0), torch.size(q, 1), %d])
        return {high}torch.linear(y, {w_out}){/high}
    """
        .formatted(heads, headWidth, 1 / Math.sqrt(headWidth), a.width(), 2 * a.width(), a.width())
        .replace("{w}", low("w"))
        .replace("{up}", high("x"))
        .replace("{lower}", precision == Precision.FLOAT32 ? "" : "torch.to(")
        .replace("{/lower}", precision == Precision.FLOAT32 ? "" : ", 15)")
        .replace("{b}", low("b"))
        .replace("{x}", low("x"))
        .replace("{w_out}", low("w_out"))
        .replace("{scores}", low("scores"))
        .replace("{slice}", low("torch.slice(w, 0, first, torch.add(first, " + a.width() + "))"))
        .replace("{high}", precision == Precision.FLOAT32 ? "" : "torch.to(")
        .replace("{/high}", precision == Precision.FLOAT32 ? "" : ", 6)");
  }

  @Override
  public String conv(String map, String name) {
    return "(self).conv(" + map + ", " + layer(name) + ")";
  }

  @Override
  public String block(String map, String name) {
    return "(self).block("
        + map
        + ", "
        + layer(name + ".body.0")
        + ", "
        + layer(name + ".body.2")
        + ")";
  }

  @Override
  public String linear(String tokens, String name) {
    return "(self).linear(" + tokens + ", " + layer(name) + ")";
  }

  @Override
  public String feedForward(String tokens, String first, String second) {
    return linear("torch.relu(" + linear(tokens, first) + ")", second);
  }

  @Override
  public String attention(String query, String key, String value, String name) {
    return "(self).attention("
        + query
        + ", "
        + key
        + ", "
        + value
        + ", "
        + parameter(name + ".in_proj_weight")
        + ", "
        + parameter(name + ".out_proj.weight")
        + ")";
  }

  private String layer(String name) {
    return parameter(name + ".weight") + ", " + parameter(name + ".bias");
  }
}

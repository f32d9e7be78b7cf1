package io.iptstreams.model;

/**
 * How the network's layers are spelled in TorchScript: for any host, or for the fastest way on a
 * CPU. Each method but {@link #methods} gives an expression; arguments are expressions, {@code
 * name} the name of a layer's parameters.
 *
 * <p>Maps (B × n × h × w) are in the layer's own format and memory order between {@link #map} and
 * {@link #picture}; tokens (N × L × d) are 32-bit floats.
 */
interface Layers {

  /** The methods on the root that the expressions call. */
  String methods();

  /** Of the products. */
  Precision precision();

  /**
   * Brings a B × C × h × w tensor into the format of maps: the products' precision, and
   * channels-last, the memory order that convolutions on a CPU are fastest in.
   */
  default String map(String x) {
    return "torch.contiguous(" + low(x) + ", memory_format=2)";
  }

  /** Brings a map back to 32-bit floats. */
  default String picture(String map) {
    return high(map);
  }

  /** Into the precision of the products. */
  default String low(String x) {
    return precision() == Precision.FLOAT32 ? x : "torch.to(" + x + ", 15)";
  }

  /** Back to 32 bits. */
  default String high(String x) {
    return precision() == Precision.FLOAT32 ? x : "torch.to(" + x + ", 6)";
  }

  /** Convolution that keeps height and width; map to map. */
  String conv(String map, String name);

  /** Residual block: map + conv(relu(conv(map))). */
  String block(String map, String name);

  /** Sum of two maps. */
  default String sum(String a, String b) {
    return "torch.add(" + a + ", " + b + ")";
  }

  /** Linear layer with bias; tokens to tokens. */
  String linear(String tokens, String name);

  /** linear(relu(linear(tokens))). */
  String feedForward(String tokens, String first, String second);

  /**
   * Multi-head attention without biases; {@code query}, {@code key}, {@code value} are tokens,
   * maybe the same.
   */
  String attention(String query, String key, String value, String name);

  /** LayerNorm over the width of a token. */
  default String norm(String tokens, int width, String name) {
    return "torch.layer_norm(%s, [%d], %s, %s, 1.0000000000000001e-05)"
        .formatted(tokens, width, parameter(name + ".weight"), parameter(name + ".bias"));
  }

  /** A parameter itself. */
  default String parameter(String name) {
    return TorchScriptArchive.reference(name);
  }
}

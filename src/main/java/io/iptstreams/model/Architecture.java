package io.iptstreams.model;

/**
 * Sizes of one IPT network, and the few ways in which a small one departs from the paper's.
 *
 * <p>The paper's network is {@link #paper()}. The last four fields are the departures; each is off
 * there:
 *
 * <ul>
 *   <li>{@code stem} 2: heads of tasks that keep the size see the picture unshuffled (12 channels
 *       at half the size), and tails are one convolution and a pixel shuffle. Four times fewer
 *       positions, twice the receptive field, and the same feature grid as an upscaling by two.
 *   <li>{@code blocksBefore}, {@code blocksAfter}: residual convolution blocks around the
 *       transformer, shared by all tasks, for the local detail that a small transformer would waste
 *       its width on.
 *   <li>{@code projection}: the body ends in a LayerNorm and a linear layer that starts at zero, so
 *       that training starts from the convolutions alone; needed when {@code width} differs from
 *       the natural token size.
 *   <li>{@code imageResidual}: the network predicts what to add to its input (to its bicubic
 *       enlargement, if it upscales).
 * </ul>
 *
 * @param features feature maps n of heads, body and tails
 * @param window side of the square of features that the transformer sees at once (the paper's
 *     48-pixel patch)
 * @param token side of a token's square, in features; divides {@code window}
 * @param width token width d; the natural one is features · token²
 * @param attentionHeads divides {@code width}
 * @param feedForward hidden width of every feed-forward layer
 * @param encoderLayers layers of the encoder
 * @param decoderLayers layers of the decoder
 * @param headBlocks residual blocks in each task's head
 * @param headKernel side of the head blocks' convolutions, odd
 * @param stem 1 as in the paper, or 2
 * @param blocksBefore shared residual blocks before the transformer
 * @param blocksAfter shared residual blocks after it
 * @param projection whether the body ends in a zero-initialised projection
 * @param imageResidual whether the input is added to the output
 * @param valueScale grey levels per unit of the network's input: 1 as in the paper
 */
public record Architecture(
    int features,
    int window,
    int token,
    int width,
    int attentionHeads,
    int feedForward,
    int encoderLayers,
    int decoderLayers,
    int headBlocks,
    int headKernel,
    int stem,
    int blocksBefore,
    int blocksAfter,
    boolean projection,
    boolean imageResidual,
    float valueScale) {

  public Architecture {
    require(features >= 1 && features <= 1024, "features", features, "1 to 1024");
    require(window >= 1 && window <= 512, "window", window, "1 to 512");
    require(token >= 1 && window % token == 0, "token", token, "a divisor of window " + window);
    require(width >= 1 && width <= 8192, "width", width, "1 to 8192");
    require(
        attentionHeads >= 1 && width % attentionHeads == 0,
        "attentionHeads",
        attentionHeads,
        "a divisor of width " + width);
    require(feedForward >= 1 && feedForward <= 65536, "feedForward", feedForward, "1 to 65536");
    require(encoderLayers >= 1 && encoderLayers <= 64, "encoderLayers", encoderLayers, "1 to 64");
    require(decoderLayers >= 1 && decoderLayers <= 64, "decoderLayers", decoderLayers, "1 to 64");
    require(headBlocks >= 0 && headBlocks <= 64, "headBlocks", headBlocks, "0 to 64");
    require(
        headKernel >= 1 && headKernel <= 9 && headKernel % 2 == 1,
        "headKernel",
        headKernel,
        "odd, 1 to 9");
    require(stem == 1 || stem == 2, "stem", stem, "1 or 2");
    require(blocksBefore >= 0 && blocksBefore <= 64, "blocksBefore", blocksBefore, "0 to 64");
    require(blocksAfter >= 0 && blocksAfter <= 64, "blocksAfter", blocksAfter, "0 to 64");
    if (!projection && width != features * token * token) {
      throw new IllegalArgumentException(
          "without projection, width must be features · token² = "
              + features * token * token
              + ", got "
              + width);
    }
    if (!(valueScale > 0 && valueScale <= 255)) {
      throw new IllegalArgumentException(
          "valueScale must be above 0 and at most 255, got " + valueScale);
    }
  }

  /**
   * The network of arXiv 2012.00364: 64 features, 12 + 12 layers, 576-wide tokens, 115 million
   * parameters.
   */
  public static Architecture paper() {
    return new Architecture(64, 48, 3, 576, 12, 2304, 12, 12, 2, 5, 1, 0, 0, false, false, 1);
  }

  /** Tokens in a window. */
  public int tokens() {
    return (window / token) * (window / token);
  }

  /** Features of one token before it is encoded. */
  public int tokenSize() {
    return features * token * token;
  }

  /**
   * Pixels of the input per feature for a task of that scale: the stem, or 1 for a task that
   * enlarges.
   */
  public int stemOf(int scale) {
    return scale == 1 ? stem : 1;
  }

  private static void require(boolean holds, String what, int got, String right) {
    if (!holds) {
      throw new IllegalArgumentException(
          "architecture." + what + " must be " + right + ", got " + got);
    }
  }
}

package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.settings.Section;
import java.util.Optional;

/** Reads the sizes of a network from a plan. */
final class ArchitectureSection {
  private static final String FEATURES = "features";
  private static final String WINDOW = "window";
  private static final String TOKEN = "token";
  private static final String WIDTH = "width";
  private static final String ATTENTION_HEADS = "attention-heads";
  private static final String HEAD_KERNEL = "head-kernel";
  private static final String PROJECTION = "projection";

  private ArchitectureSection() {}

  /** Reads the sizes, also those that do not fit each other; empty after a mistake. */
  static Optional<Architecture> read(Section sizes) {
    int features = sizes.number(FEATURES, 1, 1024);
    int window = sizes.number(WINDOW, 1, 512);
    int token = sizes.number(TOKEN, 1, 512);
    int width = sizes.number(WIDTH, 1, 8192);
    int attentionHeads = sizes.number(ATTENTION_HEADS, 1, 8192);
    int feedForward = sizes.number("feed-forward", 1, 65536);
    int encoderLayers = sizes.number("encoder-layers", 1, 64);
    int decoderLayers = sizes.number("decoder-layers", 1, 64);
    int headBlocks = sizes.number("head-blocks", 0, 64);
    int headKernel = sizes.number(HEAD_KERNEL, 1, 9);
    int stem = sizes.number("stem", 1, 2, 1);
    int blocksBefore = sizes.number("blocks-before", 0, 64, 0);
    int blocksAfter = sizes.number("blocks-after", 0, 64, 0);
    boolean projection = sizes.flag(PROJECTION, false);
    boolean imageResidual = sizes.flag("image-residual", false);
    double valueScale = sizes.decimal("value-scale", 0.001, 255, 1);
    requireDivisor(sizes, TOKEN, token, WINDOW, window);
    requireDivisor(sizes, ATTENTION_HEADS, attentionHeads, WIDTH, width);
    if (sizes.isRight(HEAD_KERNEL) && headKernel % 2 == 0) {
      sizes.reject(HEAD_KERNEL, "must be odd, 1 to 9, got " + headKernel);
    }
    int natural = features * token * token;
    if (sizes.isRight(FEATURES, TOKEN, WIDTH, PROJECTION) && !projection && width != natural) {
      sizes.reject(
          WIDTH,
          "must be features · token² = " + natural + " without projection: true, got " + width);
    }
    if (!sizes.isRight()) {
      return Optional.empty();
    }
    return Optional.of(
        new Architecture(
            features,
            window,
            token,
            width,
            attentionHeads,
            feedForward,
            encoderLayers,
            decoderLayers,
            headBlocks,
            headKernel,
            stem,
            blocksBefore,
            blocksAfter,
            projection,
            imageResidual,
            (float) valueScale));
  }

  private static void requireDivisor(Section sizes, String key, int got, String of, int number) {
    if (sizes.isRight(key, of) && number % got != 0) {
      sizes.reject(key, "must divide " + of + " " + number + ", got " + got);
    }
  }
}

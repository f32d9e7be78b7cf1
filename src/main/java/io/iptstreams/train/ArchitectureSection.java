package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.settings.Section;
import java.util.function.Supplier;

/** Reads the sizes of a network from a plan. */
final class ArchitectureSection {
  private ArchitectureSection() {}

  /** Reads the sizes now; what is supplied later throws if they do not fit each other. */
  static Supplier<Architecture> read(Section sizes) {
    int features = sizes.number("features", 1, 1024);
    int window = sizes.number("window", 1, 512);
    int token = sizes.number("token", 1, 512);
    int width = sizes.number("width", 1, 8192);
    int attentionHeads = sizes.number("attention-heads", 1, 8192);
    int feedForward = sizes.number("feed-forward", 1, 65536);
    int encoderLayers = sizes.number("encoder-layers", 1, 64);
    int decoderLayers = sizes.number("decoder-layers", 1, 64);
    int headBlocks = sizes.number("head-blocks", 0, 64);
    int headKernel = sizes.number("head-kernel", 1, 9);
    int stem = sizes.number("stem", 1, 2);
    int blocksBefore = sizes.number("blocks-before", 0, 64);
    int blocksAfter = sizes.number("blocks-after", 0, 64);
    boolean projection = sizes.flag("projection", false);
    boolean imageResidual = sizes.flag("image-residual", false);
    double valueScale = sizes.decimal("value-scale", 0.001, 255, 1);
    return () ->
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
            (float) valueScale);
  }
}

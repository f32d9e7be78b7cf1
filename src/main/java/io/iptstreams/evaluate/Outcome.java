package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import java.util.Optional;

/**
 * What became of one test picture, as it was measured.
 *
 * @param name file name of the clean picture
 * @param degraded as the model saw it, 3 × H × W
 * @param baseline what the classical method made of it, 3 × sH × sW, 8-bit levels
 * @param restored what the model made of it, 3 × sH × sW, 8-bit levels
 * @param clean 3 × sH × sW
 */
public record Outcome(
    String name,
    Image degraded,
    Optional<Image> baseline,
    Image restored,
    Image clean,
    Scores scores) {}

package io.iptstreams.evaluate;

import java.util.Optional;

/**
 * How well a model restored a set of pictures.
 *
 * @param images pictures
 * @param mean the mean of their scores
 * @param seconds time the model spent on restoring
 * @param megapixels degraded pixels restored, in millions
 * @param flicker of a clip
 */
public record Evaluation(
    int images, Scores mean, double seconds, double megapixels, Optional<Flicker> flicker) {}

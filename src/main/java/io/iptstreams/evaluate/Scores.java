package io.iptstreams.evaluate;

import java.util.Optional;

/**
 * Before and after, of one picture or as the mean of a set.
 *
 * @param input the degraded picture as the model sees it; none for a task that enlarges, since the
 *     sizes differ
 * @param baseline what the classical method made of it; none for a task without one
 * @param restored what the model made of it
 */
public record Scores(Optional<Score> input, Optional<Score> baseline, Score restored) {}

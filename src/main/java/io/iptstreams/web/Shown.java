package io.iptstreams.web;

import io.iptstreams.restore.Quality;
import java.util.Optional;

/**
 * A picture of a stream as browsers see it, degraded and restored.
 *
 * @param number of it in its stream, as seen here
 * @param frame its number as its producer wrote it
 */
record Shown(
    long number,
    Optional<String> frame,
    String task,
    Optional<Quality> quality,
    Painter.Painting before,
    Painter.Painting after) {}

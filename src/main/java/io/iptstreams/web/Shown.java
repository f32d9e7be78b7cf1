package io.iptstreams.web;

import io.iptstreams.stream.Sight;

/**
 * A picture of a stream as browsers see it, degraded and restored.
 *
 * @param number of it in its stream, as seen here
 * @param sight that it was drawn from
 */
record Shown(long number, Sight sight, Painter.Painting before, Painter.Painting after) {}

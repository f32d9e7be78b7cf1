package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/**
 * A clean picture and what became of it.
 *
 * @param name file name of the clean picture
 * @param degraded 3 × H × W
 * @param clean 3 × sH × sW
 */
record TestPair(String name, Image degraded, Image clean) {}

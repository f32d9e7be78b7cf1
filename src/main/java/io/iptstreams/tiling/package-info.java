/**
 * Cuts a picture into tiles of the model's size and stitches restored tiles together again. Knows
 * {@code image}.
 */
package io.iptstreams.tiling;

package io.iptstreams.media;

/**
 * What became of a stream that was read back.
 *
 * @param written frames given on, each number once
 * @param missing numbers below the highest one seen that never came, as dead-lettered frames do not
 * @param complete whether the frame marked {@code ce_last} came; otherwise the stream fell silent
 *     and what there was of it was given on
 */
public record EgressResult(long written, long missing, boolean complete) {}

package io.iptstreams.batch;

/**
 * What a batcher has done since it was opened.
 *
 * @param calls how often the work was called, repeats after a failure included
 * @param items how many items went through those calls
 * @param waiting how many items wait for a worker now
 */
public record BatchCounts(long calls, long items, int waiting) {}

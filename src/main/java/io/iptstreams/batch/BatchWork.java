package io.iptstreams.batch;

import java.util.List;

/** What is done with a batch. Called by the batcher's workers, by several of them at once. */
@FunctionalInterface
public interface BatchWork<K, I, O> {

  /**
   * Works on items of one key.
   *
   * @param items at least one, at most as many as the policy allows
   * @return one result per item, in their order
   */
  List<O> apply(K key, List<I> items);
}

package io.iptstreams.batch;

/** Says that a thread will submit; while it is busy elsewhere, its items are worth waiting for. */
@FunctionalInterface
public interface Registration extends AutoCloseable {

  /** Says that nothing more will come from it. A second call does nothing; any thread may call. */
  @Override
  void close();
}

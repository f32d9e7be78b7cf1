package io.iptstreams.media;

import java.util.List;

/** Where a restored stream goes: a file, a receiver, or whoever looks. Closed by who opened it. */
public interface FrameOutput extends FrameSink, AutoCloseable {
  /**
   * Completes what is written, after the last frame.
   *
   * @throws MediaException if it cannot be completed
   */
  void finish();

  /** What it should have taken over from another file and cannot hold, in words. */
  default List<String> refused() {
    return List.of();
  }

  @Override
  void close();
}

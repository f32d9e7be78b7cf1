package io.iptstreams.cli;

import io.iptstreams.media.FrameOutput;
import java.util.Optional;

/** What a video could not take over from the one it was made of. */
final class LeftOut {
  private LeftOut() {}

  /** In a sentence; empty if it took all. */
  static Optional<String> of(String video, FrameOutput output) {
    return output.refused().isEmpty()
        ? Optional.empty()
        : Optional.of(video + " cannot hold " + String.join(", ", output.refused()) + "; left out");
  }
}

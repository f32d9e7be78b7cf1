package io.iptstreams.cli;

import io.iptstreams.media.VideoFileSink;
import java.nio.file.Path;
import java.util.Optional;

/** What a video could not take over from the one it was made of. */
final class LeftOut {
  private LeftOut() {}

  /** In a sentence; empty if it took all. */
  static Optional<String> of(Path video, VideoFileSink file) {
    return file.refused().isEmpty()
        ? Optional.empty()
        : Optional.of(video + " cannot hold " + String.join(", ", file.refused()) + "; left out");
  }
}

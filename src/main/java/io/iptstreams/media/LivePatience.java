package io.iptstreams.media;

import java.time.Duration;

/**
 * How long a live source or receiver may keep us waiting.
 *
 * @param open until it has answered and told what kind of video it has
 * @param silence until the next packet
 */
record LivePatience(Duration open, Duration silence) {
  /** A key frame may be ten seconds away, and without one FFmpeg cannot tell the picture's size. */
  static final LivePatience USUAL =
      new LivePatience(Duration.ofSeconds(15), Duration.ofSeconds(10));

  LivePatience {
    if (open.isNegative() || open.isZero() || silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException(
          "patience is longer than nothing, got " + open + " and " + silence);
    }
  }
}

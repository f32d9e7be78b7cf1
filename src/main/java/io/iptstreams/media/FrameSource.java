package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import java.util.Optional;

/**
 * Where frames come from, one after the other: a file, a camera, or a generator in a demo or a
 * test.
 */
public interface FrameSource {
  /** The next frame in order of presentation, its pts greater than the last; empty at the end. */
  Optional<VideoFrame> next();

  /** Seconds per unit of a frame's pts. */
  Fraction timeBase();

  /** Nominal frames per second. */
  Fraction frameRate();

  /** What each record says of the stream as a whole; complete once its first frame was given. */
  default FrameHeaders headers() {
    return FrameHeaders.none()
        .with(FrameHeaders.TIME_BASE, timeBase().toString())
        .with(FrameHeaders.FRAME_RATE, frameRate().toString());
  }

  /**
   * Whether frames come at their own pace and nobody knows which is the last. Then none is held
   * back to see whether another follows.
   */
  default boolean isLive() {
    return false;
  }
}

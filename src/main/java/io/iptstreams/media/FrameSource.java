package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import java.util.Optional;

/** Where frames come from, one after the other: a file, or a generator in a demo or a test. */
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
}

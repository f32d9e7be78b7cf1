package io.iptstreams.media;

import io.iptstreams.frame.FrameHeaders;

/** Takes the frames of a restored stream, in order. */
public interface FrameSink {
  /**
   * @param frame the picture and its time in units of {@code ce_timebase}
   * @param headers what its record said
   */
  void accept(VideoFrame frame, FrameHeaders headers);
}

package io.iptstreams.media;

import io.iptstreams.image.Image;
import java.time.Instant;
import java.util.Optional;

/**
 * One picture of a video and when it is shown. A value: heap only.
 *
 * @param image 3 × H × W samples in 0..255, RGB
 * @param pts presentation time, in units of the time base of where the frame came from
 * @param taken when a camera took it; known of live frames
 */
public record VideoFrame(Image image, long pts, Optional<Instant> taken) {
  /** A frame of a recording. */
  public VideoFrame(Image image, long pts) {
    this(image, pts, Optional.empty());
  }

  /** Another picture at the same time. */
  public VideoFrame with(Image other) {
    return new VideoFrame(other, pts, taken);
  }
}

package io.iptstreams.degrade;

import io.iptstreams.image.Image;

/** One way to spoil the frames of one clip. In whatever order they come, they spoil alike. */
@FunctionalInterface
public interface ClipDegradation {

  /**
   * Spoils one frame.
   *
   * @param clean 3 × H × W, 0..255; all frames of a clip are of one size
   * @param frame number of the frame in its clip, from 0
   * @return as {@link Degradation#spoil}
   */
  Image spoil(Image clean, long frame);
}

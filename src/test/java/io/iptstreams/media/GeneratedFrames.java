package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import java.util.Optional;

/** So many frames of one pixel, whose red is the frame's number; one every 512/12800 seconds. */
final class GeneratedFrames implements FrameSource {
  private final int count;
  private int next;

  GeneratedFrames(int count) {
    this.count = count;
  }

  @Override
  public Optional<VideoFrame> next() {
    if (next == count) {
      return Optional.empty();
    }
    VideoFrame frame = new VideoFrame(Pictures.plain(1, 1, next, 0, 0), 512L * next);
    next++;
    return Optional.of(frame);
  }

  /** How many were taken out. */
  int taken() {
    return next;
  }

  @Override
  public Fraction timeBase() {
    return new Fraction(1, 12800);
  }

  @Override
  public Fraction frameRate() {
    return new Fraction(25, 1);
  }
}

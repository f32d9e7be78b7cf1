package io.iptstreams.media;

import io.iptstreams.frame.Fraction;

/**
 * What every frame of a video has in common.
 *
 * @param width pixels per row, at least 1
 * @param height rows, at least 1
 * @param timeBase seconds per unit of a frame's pts; both terms at most 2147483647, as FFmpeg holds
 *     them in 32 bits
 * @param frameRate nominal frames per second; sizes the bit rate and the last frame's duration, the
 *     pts alone say when a frame is shown
 * @param colours what the source named; a writer fills in what it did not
 * @param depth bits per sample, 8 or 10
 */
public record VideoFormat(
    int width, int height, Fraction timeBase, Fraction frameRate, VideoColours colours, int depth) {
  public VideoFormat {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a video is at least 1 × 1, got " + width + " × " + height);
    }
    if (timeBase.numerator() > Integer.MAX_VALUE || timeBase.denominator() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a time base has terms of at most " + Integer.MAX_VALUE + ", got " + timeBase);
    }
    if (depth != 8 && depth != 10) {
      throw new IllegalArgumentException("a video has 8 or 10 bits per sample, got " + depth);
    }
  }

  /** A video of 8 bits per sample whose colours nobody named. */
  public VideoFormat(int width, int height, Fraction timeBase, Fraction frameRate) {
    this(width, height, timeBase, frameRate, VideoColours.UNKNOWN, 8);
  }

  /** The same video with 8 bits per sample. */
  VideoFormat of8Bits() {
    return new VideoFormat(width, height, timeBase, frameRate, colours, 8);
  }
}

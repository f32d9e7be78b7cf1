package io.iptstreams.demo;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import io.iptstreams.media.FrameSink;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.VideoFrame;

/**
 * Compares each restored frame with the clean one it comes from, and keeps one for the before/after
 * picture.
 */
final class Measurement implements FrameSink {
  private final FrameSource clean;
  private final Spoiler spoiler;
  private final long startNanos = System.nanoTime();
  private long cleanFrames;
  private long frames;
  private double spoiledDecibels;
  private double restoredDecibels;
  private long firstNanos;
  private long lastNanos;
  private Image spoiled;
  private Image comparison;

  /**
   * @param clean the clip, from its beginning
   */
  Measurement(FrameSource clean, Spoiler spoiler) {
    this.clean = clean;
    this.spoiler = spoiler;
  }

  @Override
  public void accept(VideoFrame restored, FrameHeaders headers) {
    lastNanos = System.nanoTime();
    if (frames == 0) {
      firstNanos = lastNanos;
    }
    long number = headers.number(FrameHeaders.FRAME).orElseThrow();
    Image original = cleanFrame(number);
    spoiled = spoiler.spoiled(original, number);
    Image atFullSize = spoiler.atFullSize(spoiled);
    spoiledDecibels += spoiler.psnr(atFullSize, original);
    restoredDecibels += spoiler.psnr(restored.image(), original);
    comparison = Comparison.of(atFullSize, restored.image());
    frames++;
  }

  private Image cleanFrame(long number) {
    while (cleanFrames < number) {
      clean.next();
      cleanFrames++;
    }
    cleanFrames++;
    return clean.next().orElseThrow().image();
  }

  /** Restored frames so far. */
  long frames() {
    return frames;
  }

  /** From the start of the demo to the first restored frame. */
  double firstAfterSeconds() {
    return (firstNanos - startNanos) / 1e9;
  }

  /** From the first restored frame to the last; 0 if there is one alone. */
  double framesPerSecond() {
    return frames < 2 ? 0 : (frames - 1) / ((lastNanos - firstNanos) / 1e9);
  }

  double spoiledDecibels() {
    return spoiledDecibels / frames;
  }

  double restoredDecibels() {
    return restoredDecibels / frames;
  }

  /** The last frame, spoiled, as it was sent. */
  Image spoiled() {
    return spoiled;
  }

  /** The last frame, half spoiled, half restored. */
  Image comparison() {
    return comparison;
  }
}

package io.iptstreams.demo;

import io.iptstreams.degrade.ClipDegradation;
import io.iptstreams.degrade.Degradation;
import io.iptstreams.evaluate.Psnr;
import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.task.Task;
import java.util.Optional;

/**
 * Spoils the frames of a clip as the task undoes, always alike, and rounds them to 8 bits as a
 * camera does. Noise is new in every frame; rain keeps its direction and strength and moves.
 */
final class Spoiler {
  /** Its rain is like Rain100L's, with near streaks that change and far ones that fall. */
  private static final long SEED = 2;

  private final Task task;
  private final ClipDegradation degradation;

  Spoiler(Task task) {
    this.task = task;
    this.degradation = Degradation.of(task).ofClip(SEED);
  }

  /** The clean frame, cut so that its sides divide by the task's scale. */
  Image trimmed(Image clean) {
    int scale = task.scale();
    return clean.crop(0, 0, clean.height() / scale * scale, clean.width() / scale * scale);
  }

  /** What becomes of a clean frame. */
  Image spoiled(Image clean, long number) {
    return degradation.spoil(trimmed(clean), number).quantised();
  }

  /**
   * A spoiled frame at the size of the clean one: enlarged bicubically where the task would enlarge
   * it.
   */
  Image atFullSize(Image spoiled) {
    return task.scale() == 1
        ? spoiled
        : Resampler.bicubic(
                spoiled, spoiled.height() * task.scale(), spoiled.width() * task.scale())
            .quantised();
  }

  /** RGB PSNR in dB of a frame at full size against the clean one. */
  double psnr(Image frame, Image clean) {
    return Psnr.RGB.of(frame, trimmed(clean), 0);
  }

  /** The whole clip, spoiled. */
  FrameSource source(FrameSource clean) {
    return new FrameSource() {
      private long number;

      @Override
      public Optional<VideoFrame> next() {
        return clean
            .next()
            .map(frame -> new VideoFrame(spoiled(frame.image(), number++), frame.pts()));
      }

      @Override
      public Fraction timeBase() {
        return clean.timeBase();
      }

      @Override
      public Fraction frameRate() {
        return clean.frameRate();
      }
    };
  }
}

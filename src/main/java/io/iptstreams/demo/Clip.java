package io.iptstreams.demo;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.media.VideoReader;
import io.iptstreams.train.DeadLeaves;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;

/**
 * The clean clip of a demo: a video file, or a walk over a picture drawn for the purpose. Opened
 * twice, it plays alike.
 */
final class Clip {
  private static final long MAX_PIXELS = 16_000_000;
  private static final int HEIGHT = 288;
  private static final int WIDTH = 512;
  private static final int FRAMES_PER_SECOND = 25;
  private static final double DRAWN_SECONDS = 4;
  private static final Fraction DRAWN_TIME_BASE = new Fraction(1, FRAMES_PER_SECOND);

  private final Optional<Path> file;
  private final OptionalDouble seconds;

  /**
   * @param seconds at most so much of it
   */
  Clip(Optional<Path> file, OptionalDouble seconds) {
    this.file = file;
    this.seconds = seconds;
  }

  /** Plays the clip to somebody and closes it. */
  <T> T play(Function<FrameSource, T> viewer) {
    if (file.isEmpty()) {
      return viewer.apply(
          drawn((int) Math.round(seconds.orElse(DRAWN_SECONDS) * FRAMES_PER_SECOND)));
    }
    try (VideoReader reader = VideoReader.open(file.get(), MAX_PIXELS)) {
      return viewer.apply(seconds.isPresent() ? new Cut(reader, seconds.getAsDouble()) : reader);
    }
  }

  @Override
  public String toString() {
    return file.map(Path::toString).orElse("a clip drawn by the program");
  }

  private static FrameSource drawn(int frames) {
    // The window walks two pixels right and one down a frame.
    Image scene =
        DeadLeaves.draw(
            HEIGHT + frames,
            WIDTH + 2 * frames,
            RandomGeneratorFactory.of("L64X128MixRandom").create(4));
    return new FrameSource() {
      private int number;

      @Override
      public Optional<VideoFrame> next() {
        if (number == frames) {
          return Optional.empty();
        }
        Image picture = scene.crop(number, 2 * number, HEIGHT, WIDTH);
        return Optional.of(new VideoFrame(picture, number++));
      }

      @Override
      public Fraction timeBase() {
        return DRAWN_TIME_BASE;
      }

      @Override
      public Fraction frameRate() {
        return new Fraction(FRAMES_PER_SECOND, 1);
      }
    };
  }

  /** The first seconds of a longer clip. */
  private static final class Cut implements FrameSource {
    private final FrameSource whole;
    private final double seconds;
    private long firstPts = Long.MIN_VALUE;

    Cut(FrameSource whole, double seconds) {
      this.whole = whole;
      this.seconds = seconds;
    }

    @Override
    public Optional<VideoFrame> next() {
      Optional<VideoFrame> frame = whole.next();
      if (frame.isPresent() && firstPts == Long.MIN_VALUE) {
        firstPts = frame.get().pts();
      }
      return frame.filter(f -> (f.pts() - firstPts) * timeBase().toDouble() < seconds);
    }

    @Override
    public Fraction timeBase() {
      return whole.timeBase();
    }

    @Override
    public Fraction frameRate() {
      return whole.frameRate();
    }
  }
}

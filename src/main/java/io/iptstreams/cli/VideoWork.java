package io.iptstreams.cli;

import io.iptstreams.evaluate.Flicker;
import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.VideoDraft;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.media.VideoReader;
import io.iptstreams.restore.Restorer;
import io.iptstreams.restore.Steadier;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/**
 * What of a video is still to be restored, and what happens to each frame after that: it is
 * steadied if that was asked for, compared with what it was made of, and written.
 *
 * <p>Frames that an earlier run finished are passed over, but for those whose memory steadying
 * needs.
 */
final class VideoWork implements FrameSource {
  private static final ThreadMXBean BUSY = ManagementFactory.getThreadMXBean();

  private final Restorer restorer;
  private final VideoReader reader;
  private final VideoFileSink file;
  private final Optional<Steadier> steadier;
  private final Flicker flicker = new Flicker();
  private final MeanQuality quality = new MeanQuality();

  /** Degraded pictures whose restored ones have not come yet, in order. */
  private final Queue<Image> degraded = new ArrayDeque<>();

  /** The pts of each frame that was finished before. */
  private final long[] finished;

  private final Duration processorBefore = processorTime();
  private int known;
  private long readingNanos;
  private long writingNanos;
  private long restored;

  VideoWork(
      Restorer restorer, VideoReader reader, VideoFileSink file, VideoDraft draft, boolean steady)
      throws InterruptedException {
    this.restorer = restorer;
    this.reader = reader;
    this.file = file;
    this.steadier = steady ? Optional.of(new Steadier()) : Optional.empty();
    int frames = draft.finishedFrames();
    this.finished = new long[frames];
    file.continueFrom(draft, finished);
    long[] passed = reader.skip(steady ? Math.max(0, frames - Steadier.MEMORY) : frames);
    System.arraycopy(passed, 0, finished, 0, passed.length);
    this.known = passed.length;
  }

  @Override
  public Optional<VideoFrame> next() {
    long start = BUSY.getCurrentThreadCpuTime();
    Optional<VideoFrame> frame = reader.next();
    readingNanos += BUSY.getCurrentThreadCpuTime() - start;
    frame.ifPresent(f -> degraded.add(f.image()));
    return frame;
  }

  /** Takes the next frame restored; whether it was one to be written. */
  boolean accepted(VideoFrame frame, FrameHeaders headers) {
    Image picture = steadier.map(s -> s.next(rounded(frame.image()))).orElse(frame.image());
    Image before = degraded.remove();
    flicker.add(before, picture);
    quality.add(restorer.quality(before, picture));
    restored++;
    if (known < finished.length) {
      finished[known++] = frame.pts();
      return false;
    }
    long start = BUSY.getCurrentThreadCpuTime();
    file.accept(frame.with(picture), headers);
    writingNanos += BUSY.getCurrentThreadCpuTime() - start;
    return true;
  }

  /** As it would be by way of a topic, so that the two ways give the same picture. */
  private Image rounded(Image picture) {
    return reader.depth() == 8 ? picture.quantised() : picture;
  }

  /** What it did to the video, in a line. */
  String quality() {
    return quality.words();
  }

  /** How fast it went and how much the video flickers, in a line. */
  String report(Duration all) {
    double processor = processorTime().minus(processorBefore).toNanos();
    return String.format(
        Locale.ROOT,
        "%.1f frames/s, %.0f %% of the processor time for reading and %.0f %% for writing%s",
        restored * 1e9 / all.toNanos(),
        100 * readingNanos / processor,
        100 * writingNanos / processor,
        flicker.restored().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "; flicker where nothing moves: %.1f levels, restored %.1f",
                flicker.degraded().orElseThrow(),
                flicker.restored().orElseThrow()));
  }

  /** Of all threads, since the process began. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  @Override
  public Fraction timeBase() {
    return reader.timeBase();
  }

  @Override
  public Fraction frameRate() {
    return reader.frameRate();
  }

  @Override
  public FrameHeaders headers() {
    return reader.headers();
  }
}

package io.iptstreams.cli;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import io.iptstreams.media.Encoding;
import io.iptstreams.media.FramePipeline;
import io.iptstreams.media.MediaException;
import io.iptstreams.media.VideoDraft;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoReader;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.RestorationException;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Restores a video file frame by frame, and tells how far it is and what was wrong with it. What an
 * earlier run finished of the same is not done again.
 */
final class VideoRestoration {
  private static final int INCOMPLETE = 1;

  /** One in each worker, and one that is read or written. */
  static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

  private final Restorer restorer;
  private final Task task;
  private final Limits limits;
  private final Encoding encoding;
  private final boolean steady;
  private final Terminal terminal;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicReference<String> refusal = new AtomicReference<>();

  /**
   * @param limits those that the pipeline was opened with
   * @param steady whether what stands still is kept from flickering
   * @throws UsageException if the model does not know the task
   */
  VideoRestoration(
      Pipeline pipeline,
      String task,
      Limits limits,
      Encoding encoding,
      boolean steady,
      Terminal terminal) {
    this.restorer = pipeline.restorer();
    this.task = pipeline.task(task);
    this.limits = limits;
    this.encoding = encoding;
    this.steady = steady;
    this.terminal = terminal;
  }

  /**
   * @return the exit status: 1 if an interrupt came before the end, which leaves OUTPUT.part, or if
   *     a frame stayed as it came
   * @throws MediaException if the input cannot be read, the output not written, or a frame not
   *     restored; then, too, what was done is in OUTPUT.part
   */
  int restore(Path input, Path output) throws IOException {
    AtomicLong written = new AtomicLong();
    Optional<String> refusals;
    try (VideoReader reader = VideoReader.open(input, limits.maxPixels());
        VideoFileSink file = VideoFileSink.open(output, encoding, Optional.of(input))) {
      VideoDraft draft = VideoDraft.of(output, work(input), reader.frameRate());
      written.set(draft.finishedFrames());
      if (draft.finishedFrames() > 0) {
        terminal.say("going on after the " + written + " frames of an earlier run");
      }
      VideoWork work = new VideoWork(restorer, reader, file, draft, steady);
      FramePipeline frames = new FramePipeline(this::restored, AT_ONCE);
      long start = System.nanoTime();
      try (Progress progress =
          new Progress("restore", "frames", reader.estimatedFrames(), terminal, System::nanoTime)) {
        frames.run(
            work,
            (frame, headers) -> {
              if (work.accepted(frame, headers)) {
                progress.done(written.incrementAndGet());
              }
            });
      }
      file.finish();
      LeftOut.of(output.toString(), file).ifPresent(terminal::say);
      ReadingFaults.interlace(input, reader).ifPresent(terminal::say);
      ReadingFaults.damage(input.toString(), reader.corruptFrames()).ifPresent(terminal::say);
      ReadingFaults.loss(input, reader, written.get()).ifPresent(terminal::say);
      refusals = refusals();
      terminal.say(work.quality());
      terminal.say(work.report(Duration.ofNanos(System.nanoTime() - start)));
    } catch (InterruptedException e) {
      terminal.say(
          "interrupted: " + written + " frames are in " + output + ".part; run again to go on");
      return INCOMPLETE;
    }
    terminal.say("wrote " + written + " frames to " + output);
    refusals.ifPresent(terminal::say);
    return refusals.isEmpty() ? 0 : INCOMPLETE;
  }

  /** A frame whose result is refused stays as it came: one must not stop a film for ever. */
  private Image restored(Image degraded) {
    try {
      return restorer.restore(degraded, List.of(task));
    } catch (RestorationException e) {
      if (e.station() != RestorationException.Station.CHECK) {
        throw e;
      }
      refused.incrementAndGet();
      refusal.compareAndSet(null, e.getMessage());
      int scale = task.scale();
      return scale == 1
          ? degraded
          : Resampler.bicubic(degraded, degraded.height() * scale, degraded.width() * scale);
    }
  }

  private Optional<String> refusals() {
    return refused.get() == 0
        ? Optional.empty()
        : Optional.of(
            "frames left as they came, because of what was made of them: "
                + refused
                + "; of the first, "
                + refusal.get());
  }

  /** Of what and how the result is made: equal lines make equal files. */
  private String work(Path input) throws IOException {
    return String.join(
        " ",
        Sha256.of(input),
        new Main.Version().getVersion()[0],
        restorer.modelFingerprint(),
        task.id(),
        limits.tiling().toString(),
        "selfEnsemble=" + limits.selfEnsemble(),
        encoding.toString(),
        "steady=" + steady);
  }
}

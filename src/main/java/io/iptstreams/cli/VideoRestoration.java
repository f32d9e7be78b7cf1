package io.iptstreams.cli;

import io.iptstreams.media.Encoding;
import io.iptstreams.media.FramePipeline;
import io.iptstreams.media.MediaException;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoReader;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Restores a video file frame by frame, and tells how far it is and what was wrong with it. */
final class VideoRestoration {
  private static final int INCOMPLETE = 1;

  /** One in each worker, and one that is read or written. */
  static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

  private final Restorer restorer;
  private final Task task;
  private final Encoding encoding;
  private final long maxPixels;
  private final Consumer<String> say;

  /**
   * @param maxPixels of a frame
   * @param say takes a line for the user
   * @throws UsageException if the model does not know the task
   */
  VideoRestoration(
      Pipeline pipeline, String task, Encoding encoding, long maxPixels, Consumer<String> say) {
    this.restorer = pipeline.restorer();
    this.task = pipeline.task(task);
    this.encoding = encoding;
    this.maxPixels = maxPixels;
    this.say = say;
  }

  /**
   * @return the exit status: 1 if an interrupt came before the end, which leaves OUTPUT.part
   * @throws MediaException if the input cannot be read, the output not written, or a frame not
   *     restored; then, too, what was done is in OUTPUT.part
   */
  int restore(Path input, Path output) {
    AtomicLong written = new AtomicLong();
    try (VideoReader reader = VideoReader.open(input, maxPixels);
        VideoFileSink file = VideoFileSink.open(output, encoding, Optional.of(input))) {
      Progress progress =
          new Progress("restore", "frames", reader.estimatedFrames(), say, System::nanoTime);
      FramePipeline frames =
          new FramePipeline(image -> restorer.restore(image, List.of(task)), AT_ONCE);
      frames.run(
          reader,
          (frame, headers) -> {
            file.accept(frame, headers);
            progress.done(written.incrementAndGet());
          });
      file.finish();
      LeftOut.of(output.toString(), file).ifPresent(say);
      ReadingFaults.interlace(input, reader).ifPresent(say);
      ReadingFaults.damage(input.toString(), reader.corruptFrames()).ifPresent(say);
      ReadingFaults.loss(input, reader, written.get()).ifPresent(say);
    } catch (InterruptedException e) {
      say.accept("interrupted: " + written + " frames are in " + output + ".part");
      return INCOMPLETE;
    }
    say.accept("wrote " + written + " frames to " + output);
    return 0;
  }
}

package io.iptstreams.media;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Frames from a source through a function to a sink, without a topic in between.
 *
 * <pre>
 *   this thread   read 4 . read 5 . give on 1 . read 6 . give on 2 …
 *   others        ===== 1 =====  ===== 3 =====
 *                 ====== 2 ======  ===== 4 =====
 * </pre>
 *
 * <p>Reading and giving on happen on the calling thread while others are at work on the frames in
 * between, of which there are never more than so many, and one that was read ahead.
 */
public final class FramePipeline {
  private final UnaryOperator<Image> work;
  private final int atOnce;

  /**
   * @param work makes the picture of a frame another one, on any thread
   * @param atOnce frames in work or waiting for one before them, at least 1
   */
  public FramePipeline(UnaryOperator<Image> work, int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least 1 frame is in work, got " + atOnce);
    }
    this.work = work;
    this.atOnce = atOnce;
  }

  /**
   * Gives on every frame of the source, in order and at its time, with the headers of the source.
   *
   * @return how many there were
   * @throws MediaException if the work failed for a frame; those before it have been given on
   * @throws InterruptedException if this thread was interrupted; what was given on is in order
   */
  public long run(FrameSource source, FrameSink sink) throws InterruptedException {
    ExecutorService others = Executors.newFixedThreadPool(atOnce);
    try {
      Deque<Future<VideoFrame>> inside = new ArrayDeque<>();
      long given = 0;
      Optional<VideoFrame> next = source.next();
      FrameHeaders headers = source.headers();
      while (next.isPresent() || !inside.isEmpty()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (next.isPresent() && inside.size() < atOnce) {
          VideoFrame frame = next.get();
          inside.add(others.submit(() -> frame.with(work.apply(frame.image()))));
          next = source.next();
        } else {
          sink.accept(result(inside.remove(), given), headers);
          given++;
        }
      }
      return given;
    } finally {
      others.shutdownNow();
    }
  }

  private static VideoFrame result(Future<VideoFrame> frame, long number)
      throws InterruptedException {
    try {
      return frame.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new MediaException("frame " + number + ": " + e.getCause().getMessage(), e.getCause());
    }
  }
}

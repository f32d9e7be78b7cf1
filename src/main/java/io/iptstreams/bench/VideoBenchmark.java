package io.iptstreams.bench;

import io.iptstreams.frame.Fraction;
import io.iptstreams.media.Encoding;
import io.iptstreams.media.FramePipeline;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.MediaException;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.media.VideoReader;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What reading and writing take of the time that a video is restored in: from file to file beside
 * the same frames from memory to nowhere, turn by turn in one run.
 */
public final class VideoBenchmark {
  private static final int ROUNDS = 3;
  private static final long MOST_PIXELS = 16_000_000;

  private final Restorer restorer;
  private final Task task;
  private final int atOnce;
  private final Path input;
  private final int count;

  /**
   * @param atOnce frames in work at once
   * @param input a video file
   * @param count of its frames in a turn, all of which are held in memory
   */
  public VideoBenchmark(Restorer restorer, Task task, int atOnce, Path input, int count) {
    this.restorer = restorer;
    this.task = task;
    this.atOnce = atOnce;
    this.input = input;
    this.count = count;
  }

  /**
   * What was measured. The rates are of the round whose share is the median.
   *
   * @param frames in a turn; fewer than were asked for if the video has no more
   * @param memoryFramesPerSecond without reading and writing
   * @param fileFramesPerSecond from file to file
   */
  public record Result(
      int width, int height, int frames, double memoryFramesPerSecond, double fileFramesPerSecond) {

    /** What of the time reading and writing take, 0 to 1. */
    public double share() {
      return 1 - fileFramesPerSecond / memoryFramesPerSecond;
    }
  }

  /**
   * Measures.
   *
   * @throws MediaException if the video cannot be read or a frame not restored
   */
  public Result run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bench-video");
    Path output = folder.resolve("restored.mp4");
    try (VideoReader reader = VideoReader.open(input, MOST_PIXELS)) {
      List<VideoFrame> frames = frames(reader);
      List<Result> rounds = new ArrayList<>();
      for (int i = 0; i <= ROUNDS; i++) {
        double memory = memorySeconds(reader, frames);
        double file = fileSeconds(output);
        rounds.add(
            new Result(
                reader.width(),
                reader.height(),
                frames.size(),
                frames.size() / memory,
                frames.size() / file));
      }
      // The first was to warm up.
      rounds.remove(0);
      rounds.sort(Comparator.comparingDouble(Result::share));
      return rounds.get(ROUNDS / 2);
    } finally {
      // Also the part of a file that was broken off.
      for (String name : List.of("restored.mp4", "restored.mp4.part", "restored.mp4.draft")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }

  private List<VideoFrame> frames(VideoReader reader) {
    List<VideoFrame> frames = new ArrayList<>();
    Optional<VideoFrame> next = reader.next();
    while (next.isPresent() && frames.size() < count) {
      frames.add(next.get());
      next = reader.next();
    }
    if (frames.isEmpty()) {
      throw new MediaException("there is no frame in " + input);
    }
    return frames;
  }

  private double memorySeconds(VideoReader reader, List<VideoFrame> frames)
      throws InterruptedException {
    Iterator<VideoFrame> left = frames.iterator();
    FrameSource source =
        new Beginning(
            reader.timeBase(),
            reader.frameRate(),
            () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty());
    long start = System.nanoTime();
    restoration().run(source, (frame, headers) -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private double fileSeconds(Path output) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (VideoReader reader = VideoReader.open(input, MOST_PIXELS);
        VideoFileSink file = VideoFileSink.open(output, Encoding.USUAL)) {
      int[] left = {count};
      FrameSource source =
          new Beginning(
              reader.timeBase(),
              reader.frameRate(),
              () -> left[0]-- > 0 ? reader.next() : Optional.empty());
      restoration().run(source, file::accept);
      file.finish();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private FramePipeline restoration() {
    return new FramePipeline(picture -> restorer.restore(picture, List.of(task)), atOnce);
  }

  /** The first frames of a video. */
  private record Beginning(Fraction timeBase, Fraction frameRate, Frames frames)
      implements FrameSource {
    @Override
    public Optional<VideoFrame> next() {
      return frames.next();
    }
  }

  /** Gives them one by one. */
  @FunctionalInterface
  private interface Frames {
    Optional<VideoFrame> next();
  }
}

package io.iptstreams.media;

import io.iptstreams.frame.FrameHeaders;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends a stream on as it comes, as H.264: by RTSP, SRT or UDP to a receiver, or into an HLS list
 * for a web server. Connected at the first frame; frames go at the distances of their times, see
 * {@link Pace}.
 *
 * <p>For one thread.
 */
public final class LiveSink implements FrameOutput {
  private final LiveTarget target;
  private final LivePatience patience;
  private final Pace pace = new Pace(System::nanoTime, Sleeper.REAL);
  private LiveWriter writer;

  private LiveSink(LiveTarget target, LivePatience patience) {
    this.target = target;
    this.patience = patience;
  }

  /**
   * A receiver that waits for a push.
   *
   * @throws IllegalArgumentException if nothing is pushed to addresses of that kind
   */
  public static LiveSink open(LiveAddress address) {
    return open(address, LivePatience.USUAL);
  }

  static LiveSink open(LiveAddress address, LivePatience patience) {
    return new LiveSink(LiveTarget.of(address, patience), patience);
  }

  /** Whether the name is that of an HLS list, {@code .m3u8}. */
  public static boolean isList(Path path) {
    return LiveTarget.isList(path);
  }

  /**
   * An HLS list, with its segments beside it.
   *
   * @throws MediaException if there is no folder that takes them, or the name has a {@code %}
   */
  public static LiveSink list(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new MediaException("cannot write " + path + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new MediaException("cannot write " + path + ": no permission to write to " + folder);
    }
    if (path.toAbsolutePath().toString().contains("%")) {
      throw new MediaException(
          "cannot write " + path + ": % in the name would be taken for the segment's number");
    }
    return new LiveSink(LiveTarget.list(path), LivePatience.USUAL);
  }

  /**
   * @throws MediaException if nobody takes the frame, and in the first call if nobody takes the
   *     stream within 15 s
   */
  @Override
  public void accept(VideoFrame frame, FrameHeaders headers) {
    if (writer == null) {
      writer =
          LiveWriter.open(target, VideoFileSink.format(target.name(), frame, headers), patience);
    }
    double seconds =
        frame.pts() * headers.fraction(FrameHeaders.TIME_BASE).orElseThrow().toDouble();
    pace.await(seconds, headers.text(FrameHeaders.TIME).isPresent());
    // An interrupt would cut the picture off; the caller's next look at the topic notices it.
    if (!Thread.currentThread().isInterrupted()) {
      writer.write(frame);
    }
  }

  @Override
  public void finish() {
    if (writer != null) {
      writer.finish();
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}

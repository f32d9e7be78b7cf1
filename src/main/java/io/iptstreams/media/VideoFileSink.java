package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import java.nio.file.Path;

/**
 * Writes frames to a video file that is opened at the first of them: only then are its size, its
 * time base and its rate known.
 */
public final class VideoFileSink implements FrameSink, AutoCloseable {
  private static final Fraction USUAL_FRAME_RATE = new Fraction(25, 1);

  private final Path path;
  private VideoWriter writer;

  /**
   * @throws MediaException if the ending of the name is unknown or no folder takes the file: better
   *     now than when the first frame has been restored
   */
  public VideoFileSink(Path path) {
    VideoWriter.requirePlace(path);
    this.path = path;
  }

  @Override
  public void accept(VideoFrame frame, FrameHeaders headers) {
    if (writer == null) {
      writer = VideoWriter.open(path, format(frame, headers));
    }
    writer.write(frame);
  }

  private VideoFormat format(VideoFrame frame, FrameHeaders headers) {
    try {
      return new VideoFormat(
          frame.image().width(),
          frame.image().height(),
          headers.fraction(FrameHeaders.TIME_BASE).orElseThrow(),
          headers.fraction(FrameHeaders.FRAME_RATE).orElse(USUAL_FRAME_RATE));
    } catch (IllegalArgumentException e) {
      throw new MediaException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /** Completes the file; there is none if no frame came. */
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

package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes frames to a video file that is opened at the first of them: only then are its size, its
 * time base and its rate known.
 */
public final class VideoFileSink implements FrameOutput {
  private static final Fraction USUAL_FRAME_RATE = new Fraction(25, 1);

  private final Path path;
  private final Encoding encoding;
  private final Optional<StreamCopy> others;
  private Optional<VideoDraft> draft = Optional.empty();
  private long[] finished = {};
  private VideoWriter writer;

  private VideoFileSink(Path path, Encoding encoding, Optional<StreamCopy> others) {
    this.path = path;
    this.encoding = encoding;
    this.others = others;
  }

  /**
   * @throws MediaException if the ending of the name is unknown or no folder takes the file: better
   *     now than when the first frame has been restored
   * @throws IllegalArgumentException if the file cannot be coded so, see {@link
   *     Encoding#requireFits}
   */
  public static VideoFileSink open(Path path, Encoding encoding) {
    return open(path, encoding, Optional.empty());
  }

  /**
   * The same for a file that also gets what another has besides its pictures: sound, subtitles,
   * chapters and metadata, unchanged.
   *
   * @throws MediaException also if the other file cannot be read
   */
  public static VideoFileSink open(Path path, Encoding encoding, Optional<Path> original) {
    VideoWriter.requirePlace(path);
    encoding.requireFits(path);
    return new VideoFileSink(path, encoding, original.map(StreamCopy::open));
  }

  /**
   * Says that frames were finished before, and that the next one given is the one after them.
   *
   * @param times the pts of each of the {@link VideoDraft#finishedFrames}
   */
  public void continueFrom(VideoDraft earlier, long[] times) {
    draft = Optional.of(earlier);
    finished = times;
  }

  @Override
  public void accept(VideoFrame frame, FrameHeaders headers) {
    if (writer == null) {
      if (draft.isEmpty()) {
        note(() -> VideoDraft.forget(path));
      }
      writer = VideoWriter.open(path, format(path.toString(), frame, headers), encoding, others);
      adopt();
    }
    writer.write(frame);
    if (draft.isPresent()) {
      note(() -> draft.get().holds(writer.framesWritten()));
    }
  }

  private void adopt() {
    if (finished.length > 0) {
      try (UnfinishedVideo earlier = draft.orElseThrow().earlier()) {
        writer.adopt(earlier, finished);
      }
    }
  }

  /** Something about files. */
  private interface Note {
    void write() throws IOException;
  }

  private void note(Note note) {
    try {
      note.write();
    } catch (IOException e) {
      throw new MediaException("cannot remove what was done of " + path + " before: " + e, e);
    }
  }

  /**
   * The format of a video whose first frame this is.
   *
   * @param target where it goes, for messages
   * @throws MediaException if it lacks a time base or has none that a video can have
   */
  static VideoFormat format(String target, VideoFrame frame, FrameHeaders headers) {
    try {
      return new VideoFormat(
          frame.image().width(),
          frame.image().height(),
          headers.fraction(FrameHeaders.TIME_BASE).orElseThrow(),
          headers.fraction(FrameHeaders.FRAME_RATE).orElse(USUAL_FRAME_RATE),
          colours(headers),
          (int) headers.number(FrameHeaders.DEPTH).orElse(8));
    } catch (IllegalArgumentException e) {
      throw new MediaException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private static VideoColours colours(FrameHeaders headers) {
    try {
      return headers
          .text(FrameHeaders.COLOUR)
          .map(VideoColours::parse)
          .orElse(VideoColours.UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "header " + FrameHeaders.COLOUR + ": " + e.getMessage(), e);
    }
  }

  /** Completes the file; there is none if no frame came. */
  @Override
  public void finish() {
    if (writer != null) {
      writer.finish();
      draft.ifPresent(done -> note(done::discard));
    }
  }

  /** What of the source this one cannot hold, in words; told once a frame has come. */
  @Override
  public List<String> refused() {
    List<String> refused = new ArrayList<>(others.map(StreamCopy::refused).orElse(List.of()));
    if (writer != null && writer.roundsTo8Bits()) {
      refused.add("samples of more than 8 bits with this encoder");
    }
    return refused;
  }

  @Override
  public void close() {
    if (writer == null) {
      others.ifPresent(StreamCopy::close);
      // A job without a frame is none to go on with.
      draft.ifPresent(d -> note(finished.length == 0 ? d::discard : d::putBack));
    } else {
      writer.close();
    }
  }
}

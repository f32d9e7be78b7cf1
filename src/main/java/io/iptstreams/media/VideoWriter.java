package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Writes RGB pictures to a video file at the times they are given.
 *
 * <p>The ending of the name chooses:
 *
 * <ul>
 *   <li><b>.mp4</b>: H.264 in 4:2:0, by the matrix and range of the format and tagged with all its
 *       colours; MPEG-4 for sizes that OpenH264 refuses, AV1 for 10 bits. Times are exact. An odd
 *       width or height is made even by repeating the last column or row; nothing is ever resized.
 *   <li><b>.mkv</b>: FFV1 in RGB, bit-exact at any size, tagged with primaries and transfer. Times
 *       are rounded to whole milliseconds, which is all Matroska holds as FFmpeg writes it.
 * </ul>
 *
 * <p>A video whose first pts is negative is moved as a whole, so that it begins at zero.
 *
 * <p>While it is being written the file is called NAME.part; {@link #finish} gives it its name, in
 * place of an older file. Closed without {@code finish}, as after an exception, it stays NAME.part:
 * playable to where it came, and never mistaken for the whole. Of a process that was killed it is
 * playable to the last key frame that was followed by another, which come every two seconds; in MP4
 * by fragments that {@code finish} makes one film. Fragments cannot hold subtitles as they are: an
 * MP4 that gets some has nothing but pictures until it is finished.
 *
 * <p>An owner of native memory and of the open file, for one thread.
 */
public final class VideoWriter implements AutoCloseable {
  /** Four seconds: so much, and what the container has not written out, is coded twice at most. */
  private static final int KEY_FRAMES_PER_SEGMENT = 2;

  private final Path path;
  private final Path part;
  private final VideoFormat format;
  private final Encoding encoding;
  private final byte[] header;

  /** What is put beside the pictures when all of them are there. */
  private final Optional<StreamCopy> later;

  private final Container container;
  private final VideoMuxer muxer;
  private VideoEncoder encoder;

  /** The pts of all frames. */
  private final LongStream.Builder times = LongStream.builder();

  private long written;
  private long lastPts;
  private boolean closed;

  private VideoWriter(
      Path path,
      Path part,
      VideoFormat format,
      Encoding encoding,
      Container container,
      VideoEncoder encoder,
      VideoMuxer muxer,
      Optional<StreamCopy> later) {
    this.path = path;
    this.part = part;
    this.format = format;
    this.encoding = encoding;
    this.container = container;
    this.encoder = encoder;
    this.header = encoder.header();
    this.muxer = muxer;
    this.later = later;
  }

  /**
   * Opens NAME.part for writing.
   *
   * @throws MediaException if the ending is unknown, the file cannot be written or no encoder takes
   *     the format
   */
  public static VideoWriter open(Path path, VideoFormat format) {
    return open(path, format, Encoding.USUAL, Optional.empty());
  }

  /**
   * Opens NAME.part for pictures and what another file has besides its own.
   *
   * @param others closed with the writer, or at once if that cannot be opened
   */
  static VideoWriter open(
      Path path, VideoFormat format, Encoding encoding, Optional<StreamCopy> others) {
    try {
      requirePlace(path);
      Container container = Container.of(path);
      Ffmpeg.load();
      boolean atTheEnd =
          container == Container.MP4 && others.map(StreamCopy::hasSubtitles).orElse(false);
      Optional<StreamCopy> now = atTheEnd ? Optional.empty() : others;
      Optional<StreamCopy> later = atTheEnd ? others : Optional.empty();
      return open(path, part(path), format, encoding, container, now, later);
    } catch (RuntimeException | Error e) {
      others.ifPresent(StreamCopy::close);
      throw e;
    }
  }

  private static VideoWriter open(
      Path path,
      Path part,
      VideoFormat format,
      Encoding encoding,
      Container container,
      Optional<StreamCopy> now,
      Optional<StreamCopy> later) {
    VideoEncoder encoder = VideoEncoder.open(container, format, encoding);
    try {
      VideoMuxer muxer = VideoMuxer.open(path, part, container, format, encoder.context(), now);
      return new VideoWriter(path, part, format, encoding, container, encoder, muxer, later);
    } catch (RuntimeException | Error e) {
      encoder.close();
      removeEmpty(part);
      throw e;
    }
  }

  /**
   * Checks what can be checked before the first frame is there.
   *
   * @throws MediaException if the ending is unknown, or there is no folder that takes the file
   */
  static void requirePlace(Path path) {
    if (Files.isDirectory(path)) {
      throw new MediaException("cannot write " + path + ": it is a folder");
    }
    Container.of(path);
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new MediaException("cannot write " + path + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new MediaException("cannot write " + path + ": no permission to write to " + folder);
    }
  }

  /** What the file is called until it is finished. */
  static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /** So many frames are coded by one encoder, and the next by one that knows nothing of them. */
  static int framesPerSegment(Fraction frameRate) {
    return KEY_FRAMES_PER_SEGMENT * VideoEncoder.framesPerKeyFrame(frameRate);
  }

  /** Whether the ending of the name is of a kind that can be written. */
  public static boolean isKnown(Path path) {
    return Container.isKnown(path);
  }

  /**
   * Writes the next frame.
   *
   * @param frame 3 × H × W of the format's size, samples clamped to 0..255 and rounded; its pts in
   *     units of the format's time base, greater than that of the frame before
   * @throws MediaException if it is of another shape or not later than the frame before, or if it
   *     cannot be encoded or written
   */
  public void write(VideoFrame frame) {
    if (closed) {
      throw new IllegalStateException("the writer of " + path + " is closed");
    }
    check(frame);
    if (written > 0 && written % framesPerSegment(format.frameRate()) == 0) {
      beginSegment();
    }
    expect(frame.pts());
    encoder.encode(frame.image(), muxer::write);
  }

  /**
   * Writes frames that a writer of the same format and encoding has coded before, instead of coding
   * them anew: the first of the video, in whole segments.
   *
   * @param times the pts of each
   * @throws MediaException if the earlier video holds fewer, or other ones
   */
  void adopt(UnfinishedVideo earlier, long[] times) {
    if (!earlier.isLike(muxer.coding())) {
      throw new MediaException(
          "what was done of "
              + path
              + " before is coded in another way; remove "
              + part
              + ".job to begin anew");
    }
    for (long time : times) {
      AVPacket packet =
          earlier
              .next()
              .orElseThrow(
                  () ->
                      new MediaException(
                          "frame " + written + " is not in what was done of " + path + " before"));
      expect(time);
      muxer.write(packet);
    }
  }

  /** The packet of the next frame will have this time. */
  private void expect(long pts) {
    muxer.expect(pts);
    times.add(pts);
    lastPts = pts;
    written++;
  }

  private void beginSegment() {
    encoder.drain(muxer::write);
    VideoEncoder fresh = VideoEncoder.open(container, format, encoding);
    encoder.close();
    encoder = fresh;
    if (!Arrays.equals(encoder.header(), header)) {
      throw new MediaException(
          "the encoder began frame " + written + " in another way than " + path);
    }
  }

  private void check(VideoFrame frame) {
    Image image = frame.image();
    if (image.channels() != 3
        || image.width() != format.width()
        || image.height() != format.height()) {
      throw new MediaException(
          "frame "
              + written
              + " is "
              + image
              + ", "
              + path
              + " takes 3 × "
              + format.height()
              + " × "
              + format.width()
              + " (channels × rows × columns)");
    }
    if (written > 0 && frame.pts() <= lastPts) {
      throw new MediaException(
          "frame "
              + written
              + " of "
              + path
              + " is to be shown at "
              + frame.pts()
              + " × "
              + format.timeBase()
              + " s, which is not after the frame before it at "
              + lastPts);
    }
  }

  /** Whether samples of more than 8 bits are rounded to 8, for want of an encoder. */
  boolean roundsTo8Bits() {
    return !encoder.keeps(format.depth());
  }

  /** Frames given to {@link #write} so far. */
  public long framesWritten() {
    return written;
  }

  /**
   * Writes what is left, closes the file and gives it its name.
   *
   * @throws MediaException if no frame was written, or the file could not be completed; then it
   *     stays NAME.part
   */
  public void finish() {
    if (closed) {
      throw new IllegalStateException("the writer of " + path + " is closed");
    }
    if (written == 0) {
      close();
      throw new MediaException("no frame was written to " + path + "; a video has at least one");
    }
    try {
      encoder.drain(muxer::write);
      muxer.writeRest();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    Ffmpeg.check(release(), "cannot complete " + part);
    try {
      if (later.isPresent()) {
        assemble();
        Files.delete(part);
      } else {
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new MediaException("cannot rename " + part + " to " + path + ": " + e, e);
    }
  }

  /** Makes the file of the pictures in NAME.part and of what comes beside them. */
  private void assemble() throws IOException {
    Path whole = part.resolveSibling(part.getFileName() + ".whole");
    try (VideoWriter writer =
            open(path, whole, format, encoding, container, later, Optional.empty());
        UnfinishedVideo pictures = UnfinishedVideo.open(part)) {
      writer.adopt(pictures, times.build().toArray());
      writer.finish();
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** Frees everything; the file keeps its name NAME.part unless {@link #finish} was called. */
  @Override
  public void close() {
    later.ifPresent(StreamCopy::close);
    if (closed) {
      return;
    }
    release();
    if (written == 0) {
      removeEmpty(part);
    }
  }

  private static void removeEmpty(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new MediaException("cannot remove the empty " + part + ": " + e, e);
    }
  }

  /** Ends the file, frees all native memory and returns the first error of FFmpeg, or 0. */
  private int release() {
    closed = true;
    int result = muxer.end();
    encoder.close();
    return result;
  }
}

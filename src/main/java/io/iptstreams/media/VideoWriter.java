package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

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

  private static final long LONGEST_WAIT_MICROS = 500_000;

  private final Path path;
  private final Path part;
  private final VideoFormat format;
  private final Encoding encoding;
  private final byte[] header;
  private final Optional<StreamCopy> others;

  /** What is put beside the pictures when all of them are there. */
  private final Optional<StreamCopy> later;

  private final Container container;
  private final AVFormatContext muxer = new AVFormatContext(null);
  private VideoEncoder encoder;
  private AVStream stream;
  private AVRational sourceTimeBase;

  /** Packets given to the muxer so far. */
  private long muxed;

  /** Presentation times of the frames the encoder holds, in units of the format's time base. */
  private final Queue<Long> pending = new ArrayDeque<>();

  /** The pts of all frames. */
  private final LongStream.Builder times = LongStream.builder();

  private long written;
  private long lastPts;
  private long lastStreamPts;

  /** Added to all times, in units of the format's time base. */
  private long shift;

  private boolean headerWritten;
  private boolean closed;

  private VideoWriter(
      Path path,
      Path part,
      VideoFormat format,
      Encoding encoding,
      Container container,
      VideoEncoder encoder,
      Optional<StreamCopy> others,
      Optional<StreamCopy> later) {
    this.path = path;
    this.part = part;
    this.format = format;
    this.encoding = encoding;
    this.container = container;
    this.encoder = encoder;
    this.header = encoder.header();
    this.others = others;
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
    VideoWriter writer;
    try {
      requirePlace(path);
      Container container = Container.of(path);
      Ffmpeg.load();
      VideoEncoder encoder = VideoEncoder.open(container, format, encoding);
      boolean atTheEnd =
          container == Container.MP4 && others.map(StreamCopy::hasSubtitles).orElse(false);
      writer =
          new VideoWriter(
              path,
              part(path),
              format,
              encoding,
              container,
              encoder,
              atTheEnd ? Optional.empty() : others,
              atTheEnd ? others : Optional.empty());
    } catch (RuntimeException | Error e) {
      others.ifPresent(StreamCopy::close);
      throw e;
    }
    try {
      writer.openFile();
      return writer;
    } catch (RuntimeException | Error e) {
      writer.close();
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

  private void openFile() {
    String what = "cannot write " + part;
    try (BytePointer url = Ffmpeg.url(part);
        BytePointer name = new BytePointer(container.muxer(), StandardCharsets.US_ASCII)) {
      Ffmpeg.check(avformat_alloc_output_context2(muxer, null, name, url), what);
      stream = avformat_new_stream(muxer, null);
      AVIOContext file = new AVIOContext(null);
      Ffmpeg.check(avio_open(file, url, AVIO_FLAG_WRITE), what);
      muxer.pb(file);
    }
    sourceTimeBase = new AVRational();
    sourceTimeBase.num((int) format.timeBase().numerator());
    sourceTimeBase.den((int) format.timeBase().denominator());
    stream.time_base(sourceTimeBase);
    stream.avg_frame_rate(encoder.context().framerate());
    Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), encoder.context()), what);
    others.ifPresent(copy -> copy.addTo(muxer));
  }

  /** Begins the file: only with the first frame is it known where all of it moves to. */
  private void writeHeader(long firstPts) {
    // A player skips what lies before zero.
    shift = Math.max(0, -firstPts);
    others.ifPresent(copy -> copy.addChapters(sourceTimeBase, shift));

    // Nothing random and no version in it: the same pictures make the same file.
    muxer.flags(muxer.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    muxer.flush_packets(1);
    // Packets come in the order of their times; what waits for sparse subtitles waits in memory.
    muxer.max_interleave_delta(LONGEST_WAIT_MICROS);
    // Moved here, and by the pictures alone: sound may begin before zero, with what its decoder
    // needs to start.
    muxer.avoid_negative_ts(AVFormatContext.AVFMT_AVOID_NEG_TS_DISABLED);

    AVDictionary options = new AVDictionary(null);
    try {
      if (container == Container.MP4) {
        String units = Long.toString(format.timeBase().denominator());
        av_dict_set(options, "movflags", movflags(), 0);
        av_dict_set(options, "video_track_timescale", units, 0);
        // The start of a stream that begins late is held in units of the movie, not of the track.
        av_dict_set(options, "movie_timescale", units, 0);
      }
      Ffmpeg.check(avformat_write_header(muxer, options), "cannot write " + part);
      headerWritten = true;
    } finally {
      av_dict_free(options);
    }
  }

  private String movflags() {
    // The colours that are known even if not all are: MPEG-4 has no other place for them.
    String always = "+write_colr";
    // FFmpeg ends subtitles in fragments with one more packet, and the file is longer by it.
    return always
        + (others.map(StreamCopy::hasSubtitles).orElse(false)
            ? "+faststart"
            : "+hybrid_fragmented+delay_moov");
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
    encoder.encode(frame.image(), this::mux);
  }

  /**
   * Writes frames that a writer of the same format and encoding has coded before, instead of coding
   * them anew: the first of the video, in whole segments.
   *
   * @param times the pts of each
   * @throws MediaException if the earlier video holds fewer, or other ones
   */
  void adopt(UnfinishedVideo earlier, long[] times) {
    if (!earlier.isLike(stream.codecpar())) {
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
      mux(packet);
    }
  }

  /** The packet of the next frame will have this time. */
  private void expect(long pts) {
    if (!headerWritten) {
      writeHeader(pts);
    }
    pending.add(pts);
    times.add(pts);
    lastPts = pts;
    written++;
  }

  private void beginSegment() {
    encoder.drain(this::mux);
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

  private void mux(AVPacket packet) {
    // No codec here reorders frames, so the oldest time is this packet's.
    long time = pending.remove();
    long pts = av_rescale_q(time + shift, sourceTimeBase, stream.time_base());
    if (muxed > 0 && pts <= lastStreamPts) {
      throw new MediaException(
          "frame "
              + muxed
              + " of "
              + path
              + " falls on the same "
              + stream.time_base().num()
              + "/"
              + stream.time_base().den()
              + " s as the frame before it; write to .mp4, whose times are exact");
    }
    lastStreamPts = pts;
    muxed++;
    double unitsPerFrame =
        stream.time_base().den() / (stream.time_base().num() * format.frameRate().toDouble());
    packet.duration(Math.max(1, Math.round(unitsPerFrame)));
    packet.pts(pts).dts(pts).stream_index(stream.index());
    others.ifPresent(copy -> copy.copyUntil(time, sourceTimeBase, shift));
    Ffmpeg.check(av_interleaved_write_frame(muxer, packet), "cannot write to " + part);
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
      encoder.drain(this::mux);
      others.ifPresent(copy -> copy.copyRest(sourceTimeBase, shift));
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
    VideoEncoder unused = VideoEncoder.open(container, format, encoding);
    try (VideoWriter writer =
            new VideoWriter(
                path, whole, format, encoding, container, unused, later, Optional.empty());
        UnfinishedVideo pictures = UnfinishedVideo.open(part)) {
      writer.openFile();
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
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        throw new MediaException("cannot remove the empty " + part + ": " + e, e);
      }
    }
  }

  /** Ends the file, frees all native memory and returns the first error of FFmpeg, or 0. */
  private int release() {
    closed = true;
    int result = 0;
    if (!muxer.isNull()) {
      if (headerWritten) {
        result = Math.min(0, av_write_trailer(muxer));
      }
      if (muxer.pb() != null) {
        int closing = avio_close(muxer.pb());
        result = result < 0 ? result : Math.min(0, closing);
      }
      avformat_free_context(muxer);
    }
    if (sourceTimeBase != null) {
      sourceTimeBase.close();
    }
    encoder.close();
    others.ifPresent(StreamCopy::close);
    return result;
  }
}

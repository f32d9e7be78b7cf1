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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * Puts coded pictures, and what another file has besides its own, into a file at their times.
 *
 * <p>An owner of native memory and of the open file, for one thread.
 */
final class VideoMuxer implements AutoCloseable {
  private static final long LONGEST_WAIT_MICROS = 500_000;

  private final Path path;
  private final Path file;
  private final Container container;
  private final VideoFormat format;
  private final Optional<StreamCopy> others;
  private final AVFormatContext muxer = new AVFormatContext(null);
  private AVStream stream;
  private AVRational sourceTimeBase;

  /** Presentation times of the frames that no packet came of yet, in the format's time base. */
  private final Queue<Long> pending = new ArrayDeque<>();

  /** Packets written so far, and the time of the last one in units of the file. */
  private long muxed;

  private long lastPts;

  /** Added to all times, in units of the format's time base. */
  private long shift;

  private boolean headerWritten;
  private boolean closed;

  private VideoMuxer(
      Path path, Path file, Container container, VideoFormat format, Optional<StreamCopy> others) {
    this.path = path;
    this.file = file;
    this.container = container;
    this.format = format;
    this.others = others;
  }

  /**
   * Opens a file, of which nothing is written before the first frame is there.
   *
   * @param path what the file will be called, for messages
   * @param coded what the pictures are coded by
   * @param others closed with the muxer, or at once if the file cannot be opened
   * @throws MediaException if it cannot be written
   */
  static VideoMuxer open(
      Path path,
      Path file,
      Container container,
      VideoFormat format,
      AVCodecContext coded,
      Optional<StreamCopy> others) {
    VideoMuxer muxer = new VideoMuxer(path, file, container, format, others);
    try {
      muxer.openFile(coded);
      return muxer;
    } catch (RuntimeException | Error e) {
      muxer.close();
      throw e;
    }
  }

  private void openFile(AVCodecContext coded) {
    String what = "cannot write " + file;
    try (BytePointer url = Ffmpeg.url(file);
        BytePointer name = new BytePointer(container.muxer(), StandardCharsets.US_ASCII)) {
      Ffmpeg.check(avformat_alloc_output_context2(muxer, null, name, url), what);
      stream = avformat_new_stream(muxer, null);
      AVIOContext bytes = new AVIOContext(null);
      Ffmpeg.check(avio_open(bytes, url, AVIO_FLAG_WRITE), what);
      muxer.pb(bytes);
    }
    sourceTimeBase = new AVRational();
    sourceTimeBase.num((int) format.timeBase().numerator());
    sourceTimeBase.den((int) format.timeBase().denominator());
    stream.time_base(sourceTimeBase);
    stream.avg_frame_rate(coded.framerate());
    Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), coded), what);
    others.ifPresent(copy -> copy.addTo(muxer));
  }

  /** How the pictures are coded. */
  AVCodecParameters coding() {
    return stream.codecpar();
  }

  /**
   * Says when the picture of a packet to come is shown: packets come in the order of pictures, as
   * no codec here reorders them.
   *
   * @param pts in units of the format's time base
   */
  void expect(long pts) {
    if (!headerWritten) {
      writeHeader(pts);
    }
    pending.add(pts);
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
      Ffmpeg.check(avformat_write_header(muxer, options), "cannot write " + file);
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
   * Writes the next packet, after those of other kinds that are earlier.
   *
   * @throws MediaException if it is not later than the one before, or cannot be written
   */
  void write(AVPacket packet) {
    long time = pending.remove();
    long pts = av_rescale_q(time + shift, sourceTimeBase, stream.time_base());
    if (muxed > 0 && pts <= lastPts) {
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
    lastPts = pts;
    muxed++;
    double unitsPerFrame =
        stream.time_base().den() / (stream.time_base().num() * format.frameRate().toDouble());
    packet.duration(Math.max(1, Math.round(unitsPerFrame)));
    packet.pts(pts).dts(pts).stream_index(stream.index());
    others.ifPresent(copy -> copy.copyUntil(time, sourceTimeBase, shift));
    Ffmpeg.check(av_interleaved_write_frame(muxer, packet), "cannot write to " + file);
  }

  /** Writes what the other file has after the last picture. */
  void writeRest() {
    others.ifPresent(copy -> copy.copyRest(sourceTimeBase, shift));
  }

  /**
   * Ends the file and frees all native memory.
   *
   * @return the first error of FFmpeg, or 0
   */
  int end() {
    if (closed) {
      return 0;
    }
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
    others.ifPresent(StreamCopy::close);
    return result;
  }

  /** Ends the file as it is, whatever FFmpeg says to that. */
  @Override
  public void close() {
    end();
  }
}

package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * Sends pictures as H.264 to a live output, each as soon as it is there, at the times they are
 * given. Every two seconds comes a picture that a viewer can begin with.
 *
 * <p>A receiver that goes away or takes nothing is an error: whoever started this decides whether
 * to start it again.
 *
 * <p>An owner of native memory and of the connection, for one thread.
 */
final class LiveWriter implements AutoCloseable {
  private static final Duration FOR_GOODBYE = Duration.ofSeconds(1);

  private final LiveTarget target;
  private final VideoFormat format;
  private final Duration silence;
  private final VideoEncoder encoder;
  private final AVFormatContext muxer = new AVFormatContext(null);
  private final AVRational sourceTimeBase = new AVRational();
  private final Queue<Long> pending = new ArrayDeque<>();
  private AVStream stream;
  private long lastPts = Long.MIN_VALUE;
  private boolean headerWritten;
  private boolean failed;
  private boolean closed;

  private LiveWriter(
      LiveTarget target, VideoFormat format, Duration silence, VideoEncoder encoder) {
    this.target = target;
    this.format = format;
    this.silence = silence;
    this.encoder = encoder;
  }

  /**
   * Connects to the receiver, or makes the first files.
   *
   * @throws MediaException if nobody takes the video in time, or it is of a size that H.264 refuses
   */
  static LiveWriter open(LiveTarget target, VideoFormat format, LivePatience patience) {
    Ffmpeg.load();
    LiveWriter writer =
        new LiveWriter(
            target,
            format,
            patience.silence(),
            VideoEncoder.open(Container.MP4, format.of8Bits(), Encoding.USUAL));
    try {
      writer.describe();
      writer.connect(patience.open());
      return writer;
    } catch (RuntimeException | Error e) {
      writer.close();
      throw e;
    }
  }

  private void describe() {
    String what = "cannot send to " + target.name();
    if (encoder.context().codec_id() != AV_CODEC_ID_H264) {
      throw new MediaException(
          what
              + ": H.264 takes no pictures of "
              + format.width()
              + " × "
              + format.height()
              + ", they need 16 pixels a side");
    }
    try (BytePointer url = new BytePointer(target.urlBytes());
        BytePointer name = new BytePointer(target.muxer(), StandardCharsets.US_ASCII)) {
      Ffmpeg.check(avformat_alloc_output_context2(muxer, null, name, url), what);
    }
    CallLimit.guard(muxer.interrupt_callback());
    muxer.flags(muxer.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
    stream = avformat_new_stream(muxer, null);
    sourceTimeBase.num((int) format.timeBase().numerator());
    sourceTimeBase.den((int) format.timeBase().denominator());
    stream.time_base(sourceTimeBase);
    stream.avg_frame_rate(encoder.context().framerate());
    Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), encoder.context()), what);
  }

  private void connect(Duration limit) {
    long begin = System.nanoTime();
    int result = CallLimit.within(limit, this::begin);
    if (result >= 0) {
      headerWritten = true;
    } else if (Thread.currentThread().isInterrupted()) {
      throw new MediaException("interrupted while connecting to " + target.name());
    } else if (System.nanoTime() - begin >= limit.toNanos()) {
      throw new MediaException(
          "nobody took the video at " + target.name() + " within " + limit.toSeconds() + " s");
    } else {
      Ffmpeg.check(result, "cannot send to " + target.name());
    }
  }

  private int begin() {
    AVDictionary options = new AVDictionary(null);
    target.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
    try (BytePointer url = new BytePointer(target.urlBytes())) {
      if ((muxer.oformat().flags() & AVFMT_NOFILE) == 0) {
        AVIOContext line = new AVIOContext(null);
        int result = avio_open2(line, url, AVIO_FLAG_WRITE, muxer.interrupt_callback(), options);
        if (result < 0) {
          return result;
        }
        muxer.pb(line);
      }
      return avformat_write_header(muxer, options);
    } finally {
      av_dict_free(options);
    }
  }

  /**
   * Sends the next frame.
   *
   * @param frame of the format's size, later than the one before
   * @throws MediaException if nobody takes it
   */
  void write(VideoFrame frame) {
    pending.add(frame.pts());
    encoder.encode(frame.image(), this::send);
  }

  private void send(AVPacket packet) {
    // No codec here reorders frames, so the oldest time is this packet's.
    long pts = av_rescale_q(pending.remove(), sourceTimeBase, stream.time_base());
    lastPts = Math.max(pts, lastPts + 1);
    double unitsPerFrame =
        stream.time_base().den() / (stream.time_base().num() * format.frameRate().toDouble());
    packet.duration(Math.max(1, Math.round(unitsPerFrame)));
    packet.pts(lastPts).dts(lastPts).stream_index(stream.index());
    long begin = System.nanoTime();
    int result = CallLimit.within(silence, () -> av_write_frame(muxer, packet));
    if (result < 0) {
      failed = true;
      if (Thread.currentThread().isInterrupted()) {
        throw new MediaException("interrupted while sending to " + target.name());
      }
      throw new MediaException(
          "cannot go on sending to "
              + target.name()
              + ": "
              + (System.nanoTime() - begin >= silence.toNanos()
                  ? "it took nothing for " + silence.toSeconds() + " s"
                  : Ffmpeg.words(result)));
    }
  }

  /**
   * Sends what is left and says goodbye.
   *
   * @throws MediaException if nobody takes that
   */
  void finish() {
    encoder.drain(this::send);
    Ffmpeg.check(release(), "cannot complete " + target.name());
  }

  @Override
  public void close() {
    if (!closed) {
      release();
    }
  }

  private int release() {
    closed = true;
    int result = 0;
    if (!muxer.isNull()) {
      // To a receiver that is gone there is nothing to say, and it would be waited for.
      result = CallLimit.within(FOR_GOODBYE, this::end);
      avformat_free_context(muxer);
    }
    sourceTimeBase.close();
    encoder.close();
    return result;
  }

  private int end() {
    int result = headerWritten && !failed ? Math.min(0, av_write_trailer(muxer)) : 0;
    boolean ownLine = (muxer.oformat().flags() & AVFMT_NOFILE) == 0 && muxer.pb() != null;
    int closing = ownLine ? Math.min(0, avio_close(muxer.pb())) : 0;
    return result < 0 ? result : closing;
  }
}

package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the frames of the first video stream of a file as RGB pictures, to the last one: the
 * decoder is drained at the end.
 *
 * <p>Damage is counted ({@link #corruptFrames}) and not fatal: a frame that the decoder mended is
 * delivered, one that it could not decode is left out. A file that breaks off delivers the frames
 * it has.
 *
 * <p>Colours follow the frame's own matrix and range, see {@link RgbPicture}. Pictures come
 * upright: a turn that the camera noted in the file is applied. Pixels that are not square stay so.
 *
 * <p>An owner of native memory, for one thread; frames it gives out are values and stay valid.
 */
public final class VideoReader implements FrameSource, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(VideoReader.class);

  /** Packets of a live source passed over while its first key frame is waited for. */
  private static final int MOST_BEFORE_KEY_FRAME = 1000;

  private final MediaInput input;
  private final VideoTrack track;
  private final boolean live;
  private AVCodecContext decoder;
  private AVPacket packet;
  private AVFrame decoded;
  private RgbPicture picture;

  private VideoColours colours = VideoColours.UNKNOWN;
  private long delivered;
  private long corrupt;
  private long interlaced;
  private int beforeKeyFrame;
  private long statedPts;
  private OptionalLong lastPts = OptionalLong.empty();
  private boolean closed;

  private VideoReader(MediaInput input, VideoTrack track, boolean live) {
    this.input = input;
    this.track = track;
    this.live = live;
    this.beforeKeyFrame = live ? MOST_BEFORE_KEY_FRAME : 0;
  }

  /**
   * Opens a file and its decoder.
   *
   * @param maxPixels the largest width × height to accept
   * @throws MediaException if there is no such file, no video in it, a larger picture than {@code
   *     maxPixels}, or a format this build of FFmpeg cannot read
   */
  public static VideoReader open(Path path, long maxPixels) {
    if (Files.isDirectory(path)) {
      throw new MediaException(path + " is a folder; give one video file");
    }
    if (!Files.isRegularFile(path)) {
      throw new MediaException("there is no video file " + path);
    }
    return open(MediaInput.of(path), false, maxPixels);
  }

  /**
   * Opens the decoder of what has been opened.
   *
   * @param input closed with the reader, or at once if that cannot be opened
   * @param live whether the first packets may lack what they build on: what comes before the first
   *     key frame is then left out. Who reads live sources says himself that one broke off
   */
  static VideoReader open(MediaInput input, boolean live, long maxPixels) {
    VideoReader reader;
    AVStream stream;
    try {
      stream = VideoTrack.choose(input);
      reader = new VideoReader(input, VideoTrack.of(stream, input, maxPixels), live);
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
    try {
      reader.openDecoder(stream);
      return reader;
    } catch (RuntimeException | Error e) {
      reader.close();
      throw e;
    }
  }

  private void openDecoder(AVStream stream) {
    int codecId = stream.codecpar().codec_id();
    String name = avcodec_get_name(codecId).getString();
    AVCodec codec = avcodec_find_decoder(codecId);
    if (codec == null) {
      throw new MediaException(
          input + " is coded as " + name + ", which this FFmpeg cannot decode");
    }
    String what = "cannot open the " + name + " decoder for " + input;
    // One thread, which is the default: decoding is many times faster than restoring, and frame
    // threads would hold back frames and name the wrong one when a packet is damaged.
    decoder = avcodec_alloc_context3(codec);
    Ffmpeg.check(avcodec_parameters_to_context(decoder, stream.codecpar()), what);
    decoder.pkt_timebase(stream.time_base());
    decoder.flags(decoder.flags() | AV_CODEC_FLAG_OUTPUT_CORRUPT);
    Ffmpeg.check(avcodec_open2(decoder, codec, (AVDictionary) null), what);
    packet = av_packet_alloc();
    decoded = av_frame_alloc();
    picture = new RgbPicture(track.storedWidth(), track.storedHeight(), stream.codecpar().format());
  }

  /**
   * The next frame, in order of presentation. Its pts is the file's; where the file gives none, or
   * one not greater than the frame's before, the decoder's estimate, and at least one unit more.
   *
   * @throws MediaException if the picture changes its size
   */
  @Override
  public Optional<VideoFrame> next() {
    if (closed) {
      throw new IllegalStateException("the reader of " + input + " is closed");
    }
    return next(() -> track.turn().apply(rgb()))
        .map(picture -> new VideoFrame(picture, lastPts.getAsLong()));
  }

  /**
   * Passes over frames, which is many times as fast as making pictures of them.
   *
   * @return the pts of each, as {@link #next} would give it; fewer than asked for at the end
   * @throws InterruptedException if this thread was interrupted
   */
  public long[] skip(int count) throws InterruptedException {
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      // The first tells the colours of all.
      boolean there = i == 0 ? next().isPresent() : next(() -> true).isPresent();
      if (!there) {
        return Arrays.copyOf(times, i);
      }
      times[i] = lastPts.getAsLong();
    }
    return times;
  }

  /** What is made of the next frame while the decoder lends it. */
  private <T> Optional<T> next(Supplier<T> made) {
    while (true) {
      int result = avcodec_receive_frame(decoder, decoded);
      if (result == 0) {
        try {
          Optional<T> frame = take(made);
          if (frame.isPresent()) {
            return frame;
          }
        } finally {
          av_frame_unref(decoded);
        }
      } else if (result == AVERROR_EAGAIN()) {
        feed();
      } else if (result == AVERROR_EOF) {
        return Optional.empty();
      } else {
        corrupt++;
      }
    }
  }

  private <T> Optional<T> take(Supplier<T> made) {
    boolean damaged =
        decoded.decode_error_flags() != 0 || (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    if (damaged) {
      corrupt++;
    }
    if (decoded.width() != track.storedWidth() || decoded.height() != track.storedHeight()) {
      if (damaged) {
        return Optional.empty();
      }
      throw new MediaException(
          "frame "
              + delivered
              + " of "
              + input
              + " is "
              + decoded.width()
              + " × "
              + decoded.height()
              + ", the video began with "
              + track.storedWidth()
              + " × "
              + track.storedHeight()
              + "; a video keeps one size");
    }
    T frame = made.get();
    if ((decoded.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0) {
      interlaced++;
    }
    lastPts = OptionalLong.of(pts());
    delivered++;
    return Optional.of(frame);
  }

  private Image rgb() {
    try {
      Image rgb = picture.of(decoded);
      if (delivered == 0) {
        colours = VideoColours.of(decoded);
      }
      return rgb;
    } catch (MediaException e) {
      throw new MediaException("frame " + delivered + " of " + input + ": " + e.getMessage(), e);
    }
  }

  private long pts() {
    long earliest = lastPts.isPresent() ? lastPts.getAsLong() + 1 : Long.MIN_VALUE;
    long pts = decoded.pts();
    if (pts == AV_NOPTS_VALUE || pts < earliest) {
      pts = decoded.best_effort_timestamp();
    }
    if (pts == AV_NOPTS_VALUE) {
      double unitsPerFrame = 1 / (frameRate().toDouble() * timeBase().toDouble());
      pts = lastPts.isPresent() ? lastPts.getAsLong() + Math.round(unitsPerFrame) : 0;
    }
    pts = Math.max(pts, earliest);
    statedPts = decoded.pts() == AV_NOPTS_VALUE ? pts : decoded.pts();
    return pts;
  }

  /** Gives the decoder the next packet of the stream, or the sign that there is none any more. */
  private void feed() {
    while (true) {
      int read = input.read(packet);
      if (read < 0) {
        if (read != AVERROR_EOF && !live) {
          LOGGER.warn("{} breaks off after frame {}: {}", input, delivered, Ffmpeg.words(read));
        }
        avcodec_send_packet(decoder, (AVPacket) null);
        return;
      }
      try {
        if (packet.stream_index() == track.stream() && isOfUse()) {
          if (avcodec_send_packet(decoder, packet) < 0) {
            corrupt++;
          }
          return;
        }
      } finally {
        av_packet_unref(packet);
      }
    }
  }

  private boolean isOfUse() {
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    beforeKeyFrame = key ? 0 : Math.max(0, beforeKeyFrame - 1);
    return beforeKeyFrame == 0;
  }

  /**
   * The time that the source states for the frame given last, be it before the one of the frame
   * before it; where it states none, the frame's.
   */
  long statedPts() {
    return statedPts;
  }

  /** Width of the upright picture. */
  public int width() {
    return track.width();
  }

  /** Height of the upright picture. */
  public int height() {
    return track.height();
  }

  @Override
  public Fraction timeBase() {
    return track.timeBase();
  }

  /** The file's average rate, else its guessed rate, else 25. */
  @Override
  public Fraction frameRate() {
    return track.frameRate();
  }

  /**
   * What the samples of the first frame mean, by its own words and where it has none by what they
   * are taken for; unknown before it was given. Pictures turned into RGB of 0 to 255 keep their
   * primaries and transfer.
   */
  public VideoColours colours() {
    return colours;
  }

  /** Bits per sample, 8, or 10 of a video that has more. */
  public int depth() {
    return track.depth();
  }

  @Override
  public FrameHeaders headers() {
    FrameHeaders headers =
        FrameSource.super.headers().with(FrameHeaders.COLOUR, colours.toString());
    return depth() == 8 ? headers : headers.with(FrameHeaders.DEPTH, Integer.toString(depth()));
  }

  /** How many frames the file says it has, or as many as its duration holds; for a progress bar. */
  public OptionalLong estimatedFrames() {
    return track.estimatedFrames();
  }

  /**
   * How many frames the file says it has, if it came to its end with fewer: it may be cut off. Of a
   * file that tells only its duration, if a tenth or more is missing; rates vary.
   */
  public OptionalLong promisedFrames() {
    return track.isCutOff(delivered) ? estimatedFrames() : OptionalLong.empty();
  }

  /** Frames so far that came mended, or that could not be decoded and were left out. */
  public long corruptFrames() {
    return corrupt;
  }

  /** Frames so far that hold two moments, one in the even rows and one in the odd. */
  public long interlacedFrames() {
    return interlaced;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (picture != null) {
      picture.close();
    }
    if (decoded != null) {
      av_frame_free(decoded);
    }
    if (packet != null) {
      av_packet_free(packet);
    }
    if (decoder != null) {
      avcodec_free_context(decoder);
    }
    input.close();
  }
}

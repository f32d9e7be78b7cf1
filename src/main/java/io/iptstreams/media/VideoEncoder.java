package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_H264_HIGH;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.avutil.av_reduce;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.iptstreams.image.Image;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Turns RGB pictures into packets of one codec.
 *
 * <p>The encoder only counts frames: a packet's pts is the number of its frame. The presentation
 * time is the container's business, so no codec's limits on time bases or rates can bend it.
 *
 * <pre>
 *   Image 3 × H × W ─> BGR0, padded ─┬─────────────────────────> FFV1
 *                                    └─> YUV 4:2:0, BT.709 limited ─> H.264, MPEG-4
 * </pre>
 *
 * <p>4:2:0 needs even sizes. An odd row or column is made even by repeating the last one; nothing
 * is resized.
 *
 * <p>An owner of native memory, for one thread.
 */
final class VideoEncoder implements AutoCloseable {
  /** Enough for H.264 to be hard to tell from its source; 4.6 Mb/s at 1280 × 720 and 25 fps. */
  private static final double BITS_PER_PIXEL = 0.2;

  /** Below this the packets' own headers eat the pictures. */
  private static final long LEAST_BIT_RATE = 200_000;

  /** MPEG-4 holds the terms of its rate in 16 bits. */
  private static final int LARGEST_RATE_TERM = 65_535;

  private static final int SECONDS_BETWEEN_KEY_FRAMES = 2;

  private final VideoFormat format;
  private final AVCodecContext context;
  private final AVFrame rgb = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  // Null for a codec that takes RGB.
  private final AVFrame yuv;
  private final SwsContext scaler;
  private final byte[] row;
  private long frames;

  /**
   * Opens the first encoder of the container that takes the format.
   *
   * @throws MediaException if none does
   */
  static VideoEncoder open(Container container, VideoFormat format) {
    StringJoiner refusals = new StringJoiner("; ");
    for (Container.Codec codec : container.codecs()) {
      if (Math.min(even(format.width()), even(format.height())) < codec.leastSide()) {
        refusals.add(codec.encoder() + ": at least " + codec.leastSide() + " pixels a side");
        continue;
      }
      AVCodecContext context = context(codec, format);
      int result = avcodec_open2(context, (AVCodec) null, (AVDictionary) null);
      if (result >= 0) {
        return new VideoEncoder(format, context);
      }
      refusals.add(codec.encoder() + ": " + Ffmpeg.words(result));
      avcodec_free_context(context);
    }
    throw new MediaException(
        "no encoder for "
            + container.muxer()
            + " takes "
            + format.width()
            + " × "
            + format.height()
            + " at "
            + format.frameRate()
            + " fps ("
            + refusals
            + ")");
  }

  private static AVCodecContext context(Container.Codec codec, VideoFormat format) {
    AVCodecContext context = avcodec_alloc_context3(avcodec_find_encoder_by_name(codec.encoder()));
    int[] rate = new int[1];
    int[] per = new int[1];
    av_reduce(
        rate,
        per,
        format.frameRate().numerator(),
        format.frameRate().denominator(),
        LARGEST_RATE_TERM);
    context.framerate().num(Math.max(1, rate[0])).den(Math.max(1, per[0]));
    context.time_base().num(context.framerate().den()).den(context.framerate().num());
    double framesPerSecond = (double) context.framerate().num() / context.framerate().den();
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    if (codec == Container.Codec.FFV1) {
      context.width(format.width()).height(format.height()).pix_fmt(AV_PIX_FMT_BGR0);
      context.gop_size(1);
      // Version 3 of the format: slices, each with a checksum, so that damage is found and bounded.
      context.level(3);
      av_opt_set(context.priv_data(), "slicecrc", "1", 0);
      return context;
    }
    context.width(even(format.width())).height(even(format.height())).pix_fmt(AV_PIX_FMT_YUV420P);
    context.colorspace(AVCOL_SPC_BT709).color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709).color_range(AVCOL_RANGE_MPEG);
    context.max_b_frames(0);
    context.gop_size((int) Math.max(1, Math.ceil(SECONDS_BETWEEN_KEY_FRAMES * framesPerSecond)));
    if (codec == Container.Codec.OPENH264) {
      context.profile(AV_PROFILE_H264_HIGH);
      double bits = BITS_PER_PIXEL * context.width() * context.height() * framesPerSecond;
      context.bit_rate(Math.max(LEAST_BIT_RATE, Math.round(bits)));
    } else {
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality(2 * FF_QP2LAMBDA);
    }
    return context;
  }

  private static int even(int size) {
    return size + size % 2;
  }

  private VideoEncoder(VideoFormat format, AVCodecContext context) {
    this.format = format;
    this.context = context;
    this.row = new byte[4 * context.width()];
    rgb.format(AV_PIX_FMT_BGR0).colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
    boolean takesRgb = context.pix_fmt() == AV_PIX_FMT_BGR0;
    yuv = takesRgb ? null : av_frame_alloc();
    scaler = takesRgb ? null : Scalers.exact();
    try {
      allocate(rgb);
      if (yuv != null) {
        yuv.format(context.pix_fmt()).colorspace(AVCOL_SPC_BT709).color_range(AVCOL_RANGE_MPEG);
        yuv.color_primaries(AVCOL_PRI_BT709).color_trc(AVCOL_TRC_BT709);
        // The same at both ends: the scaler changes the matrix and the range and nothing else.
        rgb.color_primaries(AVCOL_PRI_BT709).color_trc(AVCOL_TRC_BT709);
        allocate(yuv);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void allocate(AVFrame frame) {
    frame.width(context.width()).height(context.height());
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "no native memory for a picture of " + format);
  }

  /** The open codec, for the container to describe the stream by; a loan. */
  AVCodecContext context() {
    return context;
  }

  /**
   * Encodes the next picture and hands on the packets that are ready, each a loan for the call.
   *
   * @param image 3 × H × W of the format's size; samples are rounded and clamped to 0..255
   */
  void encode(Image image, Consumer<AVPacket> packets) {
    Ffmpeg.check(av_frame_make_writable(rgb), "no native memory for frame " + frames);
    fill(image);
    AVFrame frame = rgb;
    if (yuv != null) {
      Ffmpeg.check(av_frame_make_writable(yuv), "no native memory for frame " + frames);
      Ffmpeg.check(sws_scale_frame(scaler, yuv, rgb), "cannot convert frame " + frames + " to YUV");
      frame = yuv;
    }
    frame.pts(frames);
    Ffmpeg.check(avcodec_send_frame(context, frame), "cannot encode frame " + frames);
    frames++;
    handOn(packets);
  }

  /** Hands on what the encoder still holds; nothing can be encoded after that. */
  void drain(Consumer<AVPacket> packets) {
    Ffmpeg.check(avcodec_send_frame(context, null), "cannot end the encoding");
    handOn(packets);
  }

  private void handOn(Consumer<AVPacket> packets) {
    while (true) {
      int result = avcodec_receive_packet(context, packet);
      if (result == AVERROR_EAGAIN() || result == AVERROR_EOF) {
        return;
      }
      Ffmpeg.check(result, "cannot encode frame " + (frames - 1));
      try {
        packets.accept(packet);
      } finally {
        av_packet_unref(packet);
      }
    }
  }

  private void fill(Image image) {
    int width = image.width();
    int plane = width * image.height();
    float[] samples = image.samples();
    BytePointer data = rgb.data(0);
    int stride = rgb.linesize(0);
    for (int y = 0; y < rgb.height(); y++) {
      if (y < image.height()) {
        for (int channel = 0; channel < 3; channel++) {
          int from = channel * plane + y * width;
          int to = 2 - channel;
          for (int x = 0; x < width; x++) {
            row[4 * x + to] = level(samples[from + x]);
          }
        }
        for (int x = 4 * width; x < row.length; x++) {
          row[x] = row[x - 4];
        }
      }
      // Past the last row the array still holds it.
      data.position((long) y * stride).put(row);
    }
  }

  /** As {@link Image#quantised} does. */
  static byte level(float sample) {
    // Floats from 2^23 on are whole numbers, so adding it rounds, halves to even, and leaves the
    // level in the lowest bits: three times as fast as Math.rint.
    float clamped = Math.min(255f, Math.max(0f, sample));
    return (byte) Float.floatToRawIntBits(clamped + 0x1p23f);
  }

  @Override
  public void close() {
    av_packet_free(packet);
    av_frame_free(rgb);
    if (yuv != null) {
      av_frame_free(yuv);
      sws_free_context(scaler);
    }
    avcodec_free_context(context);
  }
}

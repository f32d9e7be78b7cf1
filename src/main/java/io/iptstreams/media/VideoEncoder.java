package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_reduce;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Turns RGB pictures into packets of one codec.
 *
 * <p>The encoder only counts frames: a packet's pts is the number of its frame. The presentation
 * time is the container's business, so no codec's limits on time bases or rates can bend it.
 *
 * <pre>
 *   Image 3 × H × W ─> RGB, padded ──┬──────────────> FFV1
 *                                    └─> YUV 4:2:0 ─> the others
 * </pre>
 *
 * <p>YUV is made by the matrix and range that the source named, by the usual ones where it named
 * none, and every packet says which; primaries and transfer are passed on as they came.
 *
 * <p>4:2:0 needs even sizes. An odd row or column is made even by repeating the last one; nothing
 * is resized.
 *
 * <p>An owner of native memory, for one thread.
 */
final class VideoEncoder implements AutoCloseable {
  /** MPEG-4 holds the terms of its rate in 16 bits. */
  private static final int LARGEST_RATE_TERM = 65_535;

  private static final int SECONDS_BETWEEN_KEY_FRAMES = 2;

  private final Encoder encoder;
  private final AVCodecContext context;
  private final CodedPicture picture;
  private final AVPacket packet = av_packet_alloc();
  private long frames;

  /**
   * Opens the first encoder that takes the format.
   *
   * @throws MediaException if none does
   */
  static VideoEncoder open(Container container, VideoFormat format, Encoding encoding) {
    StringJoiner refusals = new StringJoiner("; ");
    for (VideoCodec codec : encoding.codecs(container, format.depth())) {
      Optional<Encoder> found = codec.encoder();
      if (found.isEmpty()) {
        refusals.add(codec + ": not in this build of FFmpeg");
        continue;
      }
      Encoder encoder = found.get();
      if (Math.min(even(format.width()), even(format.height())) < encoder.leastSide()) {
        refusals.add(encoder + ": at least " + encoder.leastSide() + " pixels a side");
        continue;
      }
      VideoColours colours =
          encoder.isLossless() ? format.colours().asRgb() : format.colours().asYuv(format.height());
      AVCodecContext context = context(encoder, format, colours);
      encoder.settle(context, encoding.quality());
      int result = avcodec_open2(context, (AVCodec) null, (AVDictionary) null);
      if (result >= 0) {
        return new VideoEncoder(encoder, context, colours);
      }
      refusals.add(encoder + ": " + Ffmpeg.words(result));
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

  private static AVCodecContext context(Encoder encoder, VideoFormat format, VideoColours colours) {
    AVCodecContext context = avcodec_alloc_context3(encoder.codec());
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
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    context.colorspace(colours.matrixNumber()).color_range(colours.rangeNumber());
    context.color_primaries(colours.primariesNumber()).color_trc(colours.transferNumber());
    boolean halvesChroma = !encoder.isLossless();
    context.width(halvesChroma ? even(format.width()) : format.width());
    context.height(halvesChroma ? even(format.height()) : format.height());
    int depth = encoder.pixelFormat(format.depth()).isPresent() ? format.depth() : 8;
    context.pix_fmt(encoder.pixelFormat(depth).orElseThrow());
    // The writer takes packets to come in the order of the pictures.
    context.max_b_frames(0);
    context.gop_size(framesPerKeyFrame(format.frameRate()));
    return context;
  }

  /** Every so many frames one can be decoded without others. */
  static int framesPerKeyFrame(Fraction frameRate) {
    return (int) Math.max(1, Math.ceil(SECONDS_BETWEEN_KEY_FRAMES * frameRate.toDouble()));
  }

  private static int even(int size) {
    return size + size % 2;
  }

  private VideoEncoder(Encoder encoder, AVCodecContext context, VideoColours colours) {
    this.encoder = encoder;
    this.context = context;
    try {
      picture = new CodedPicture(context.width(), context.height(), context.pix_fmt(), colours);
    } catch (RuntimeException | Error e) {
      av_packet_free(packet);
      avcodec_free_context(context);
      throw e;
    }
  }

  /** Whether samples of so many bits are written so, and not rounded to 8. */
  boolean keeps(int depth) {
    return encoder.pixelFormat(depth).isPresent();
  }

  /** The open codec, for the container to describe the stream by; a loan. */
  AVCodecContext context() {
    return context;
  }

  /** What a decoder must know before the first packet: a copy, empty for codecs without. */
  byte[] header() {
    byte[] header = new byte[context.extradata_size()];
    if (header.length > 0) {
      context.extradata().get(header);
    }
    return header;
  }

  /**
   * Encodes the next picture and hands on the packets that are ready, each a loan for the call.
   *
   * @param image 3 × H × W of the format's size; samples are clamped to 0..255 and rounded to the
   *     codec's levels
   */
  void encode(Image image, Consumer<AVPacket> packets) {
    AVFrame frame = picture.of(image);
    // Read by encoders that are told a quantiser, of each frame anew.
    frame.pts(frames).quality(context.global_quality());
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

  @Override
  public void close() {
    picture.close();
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}

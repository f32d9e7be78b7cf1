package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.iptstreams.image.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A lossless clip of one 4:4:4 frame whose YUV samples are worked out here, by the definitions of
 * ITU-R BT.601, BT.709 and BT.2020, and not by the scaler that is under test.
 *
 * @param red the weight of red in luma, {@code Kr}
 * @param blue the weight of blue in luma, {@code Kb}
 * @param fullRange whether 0..255 is used, or 16..235 and 16..240
 */
record YuvClip(double red, double blue, boolean fullRange) {
  static final YuvClip BT601 = new YuvClip(0.299, 0.114, false);
  static final YuvClip BT709 = new YuvClip(0.2126, 0.0722, false);
  static final YuvClip BT2020 = new YuvClip(0.2627, 0.0593, false);
  static final YuvClip BT601_FULL = new YuvClip(0.299, 0.114, true);
  static final YuvClip BT709_FULL = new YuvClip(0.2126, 0.0722, true);
  static final YuvClip BT2020_FULL = new YuvClip(0.2627, 0.0593, true);

  /**
   * Writes the picture as the only frame of a Matroska file.
   *
   * @param colorspace the matrix to name in the file, one of {@code AVCOL_SPC_…}
   */
  void write(Path file, Image image, int colorspace) {
    Ffmpeg.load();
    AVCodecContext codec = avcodec_alloc_context3(avcodec_find_encoder_by_name("ffv1"));
    codec.width(image.width()).height(image.height()).pix_fmt(AV_PIX_FMT_YUV444P);
    codec.time_base().num(1).den(25);
    codec.colorspace(colorspace);
    codec.color_range(fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_UNSPECIFIED);
    codec.flags(AV_CODEC_FLAG_GLOBAL_HEADER);
    check(avcodec_open2(codec, (AVCodec) null, (AVDictionary) null));

    AVFormatContext muxer = new AVFormatContext(null);
    AVIOContext output = new AVIOContext(null);
    try (BytePointer url = Ffmpeg.url(file);
        BytePointer name = new BytePointer("matroska", StandardCharsets.US_ASCII)) {
      check(avformat_alloc_output_context2(muxer, null, name, url));
      check(avio_open(output, url, AVIO_FLAG_WRITE));
    }
    muxer.pb(output);
    AVStream stream = avformat_new_stream(muxer, null);
    check(avcodec_parameters_from_context(stream.codecpar(), codec));
    check(avformat_write_header(muxer, (AVDictionary) null));

    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV444P).width(image.width()).height(image.height());
    check(av_frame_get_buffer(frame, 0));
    fill(frame, image);
    frame.pts(0);
    check(avcodec_send_frame(codec, frame));
    check(avcodec_send_frame(codec, null));
    AVPacket packet = av_packet_alloc();
    check(avcodec_receive_packet(codec, packet));
    av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
    check(av_interleaved_write_frame(muxer, packet));
    check(av_write_trailer(muxer));

    av_packet_free(packet);
    av_frame_free(frame);
    avio_close(output);
    avformat_free_context(muxer);
    avcodec_free_context(codec);
  }

  private void fill(AVFrame frame, Image image) {
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int[] yuv = levels(image.at(0, y, x), image.at(1, y, x), image.at(2, y, x));
        for (int plane = 0; plane < 3; plane++) {
          frame.data(plane).put((long) y * frame.linesize(plane) + x, (byte) yuv[plane]);
        }
      }
    }
  }

  /**
   * Luma, blue and red difference of a colour, by the definition.
   *
   * @param red 0..255, as green and blue
   */
  int[] levels(double red, double green, double blue) {
    double lumaScale = fullRange ? 255 : 219;
    double chromaScale = fullRange ? 255 : 224;
    int foot = fullRange ? 0 : 16;
    double luma = (this.red * red + (1 - this.red - this.blue) * green + this.blue * blue) / 255;
    return new int[] {
      level(foot + lumaScale * luma),
      level(128 + chromaScale * (blue / 255 - luma) / (2 * (1 - this.blue))),
      level(128 + chromaScale * (red / 255 - luma) / (2 * (1 - this.red)))
    };
  }

  /** The way back: red, green and blue, 0..255, of levels of luma, blue and red difference. */
  double[] colour(int... levels) {
    double lumaScale = fullRange ? 255 : 219;
    double chromaScale = fullRange ? 255 : 224;
    int foot = fullRange ? 0 : 16;
    double luma = (levels[0] - foot) / lumaScale;
    double r = luma + 2 * (1 - red) * (levels[2] - 128) / chromaScale;
    double b = luma + 2 * (1 - blue) * (levels[1] - 128) / chromaScale;
    double g = (luma - red * r - blue * b) / (1 - red - blue);
    return new double[] {clamped(r), clamped(g), clamped(b)};
  }

  private static double clamped(double part) {
    return 255 * Math.min(1, Math.max(0, part));
  }

  private static int level(double value) {
    return (int) Math.min(255, Math.round(value));
  }

  private static void check(int result) {
    Ffmpeg.check(result, "cannot make the clip");
  }
}

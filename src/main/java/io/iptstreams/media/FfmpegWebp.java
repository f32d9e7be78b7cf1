package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRAP;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.WebpCoder;
import io.iptstreams.image.WebpFile;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Codes the pixels of WebP files with FFmpeg. Each call has native memory of its own, a few times
 * what the pixels take as bytes, and gives it back before it returns.
 *
 * <p>Lossy pictures are written with quality 100 of 100, which keeps about as much as JPEG of
 * quality 0.95 does: the format halves the colour planes whatever the quality. Alpha is never
 * lossy. Lossless pictures are written with the least effort: in less than half the time of a PNG
 * file, and smaller.
 */
public final class FfmpegWebp implements WebpCoder {
  private static final String ENCODER = "libwebp";

  /** FFmpeg's own, the only one for VP8L and for alpha. */
  private static final String DECODER = "webp";

  /**
   * Of a bitstream that ends too early FFmpeg's own decoder gives half a picture and no error; this
   * one refuses it.
   */
  private static final String STRICT_VP8_DECODER = "libvpx";

  /**
   * More than decoders add to each side; beyond that they may not go, whatever they find inside.
   */
  private static final long PADDING = 128;

  /**
   * GBRAP keeps its planes as green, blue, red, alpha; {@link Image} as red, green, blue, alpha.
   */
  private static final int[] PLANE_OF_CHANNEL = {2, 0, 1, 3};

  @Override
  public Image decode(WebpFile file) {
    Ffmpeg.load();
    try {
      if (file.isLossless()) {
        return decode(DECODER, file.bare(), file);
      }
      Image whole = decode(STRICT_VP8_DECODER, file.bitstream(), file);
      return file.hasAlpha() ? decode(DECODER, file.bare(), file) : whole;
    } catch (MediaException e) {
      throw new ImageException("the WebP file is damaged: " + e.getMessage(), e);
    }
  }

  private static Image decode(String decoder, byte[] bytes, WebpFile file) {
    AVCodec codec = avcodec_find_decoder_by_name(decoder);
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      context.max_pixels((file.width() + PADDING) * (file.height() + PADDING));
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "cannot open " + decoder);
      Ffmpeg.check(av_new_packet(packet, bytes.length), "no native memory for its bytes");
      packet.data().put(bytes);
      String what = "it cannot be decoded";
      Ffmpeg.check(avcodec_send_packet(context, packet), what);
      Ffmpeg.check(avcodec_send_packet(context, null), what);
      Ffmpeg.check(avcodec_receive_frame(context, frame), what);
      return image(frame, !file.isLossless(), file.hasAlpha() ? 4 : 3);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static Image image(AVFrame frame, boolean yuv, int channels) {
    if (yuv) {
      // The format has no other: what a decoder makes of the bits that video uses is beside it.
      frame.colorspace(AVCOL_SPC_SMPTE170M).color_range(AVCOL_RANGE_MPEG);
      frame.chroma_location(AVCHROMA_LOC_CENTER);
    } else {
      frame.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
    }
    AVFrame rgb = av_frame_alloc();
    SwsContext scaler = Scalers.exact();
    try {
      rgb.format(AV_PIX_FMT_GBRAP).width(frame.width()).height(frame.height());
      rgb.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
      rgb.color_primaries(frame.color_primaries()).color_trc(frame.color_trc());
      Ffmpeg.check(av_frame_get_buffer(rgb, 0), "no native memory for its pixels");
      Ffmpeg.check(sws_scale_frame(scaler, rgb, frame), "its colours cannot be converted");
      return copy(rgb, channels);
    } finally {
      av_frame_free(rgb);
      sws_free_context(scaler);
    }
  }

  private static Image copy(AVFrame rgb, int channels) {
    Image image = Image.blank(channels, rgb.height(), rgb.width());
    byte[] row = new byte[rgb.width()];
    int next = 0;
    for (int channel = 0; channel < channels; channel++) {
      int plane = PLANE_OF_CHANNEL[channel];
      BytePointer data = rgb.data(plane);
      for (int y = 0; y < rgb.height(); y++) {
        data.position((long) y * rgb.linesize(plane)).get(row);
        for (byte sample : row) {
          image.samples()[next++] = sample & 0xff;
        }
      }
    }
    return image;
  }

  @Override
  public byte[] encode(Image image, boolean lossless) {
    Ffmpeg.load();
    AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      context.width(image.width()).height(image.height()).pix_fmt(AV_PIX_FMT_BGRA);
      context.time_base().num(1).den(1);
      av_opt_set(context.priv_data(), "lossless", lossless ? "1" : "0", 0);
      // Of a lossless picture the quality is how hard to try.
      av_opt_set(context.priv_data(), "quality", lossless ? "0" : "100", 0);
      if (lossless) {
        context.compression_level(0);
      }
      String what = "it cannot be encoded";
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), what);
      fill(frame, image);
      Ffmpeg.check(avcodec_send_frame(context, frame), what);
      Ffmpeg.check(avcodec_send_frame(context, null), what);
      Ffmpeg.check(avcodec_receive_packet(context, packet), what);
      byte[] file = new byte[packet.size()];
      packet.data().get(file);
      return file;
    } catch (MediaException e) {
      throw new ImageException(
          "a picture of " + image + " cannot be written as WebP: " + e.getMessage(), e);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static void fill(AVFrame frame, Image image) {
    frame.format(AV_PIX_FMT_BGRA).width(image.width()).height(image.height());
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "no native memory for its pixels");
    int colours = image.channels() < 3 ? 1 : 3;
    byte[] row = new byte[4 * image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int i = 0; i < 3; i++) {
          row[4 * x + 2 - i] = CodedPicture.level(image.at(i % colours, y, x));
        }
        row[4 * x + 3] = image.hasAlpha() ? CodedPicture.level(image.at(colours, y, x)) : -1;
      }
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }
  }
}

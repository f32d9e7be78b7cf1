package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_color_space_name;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.iptstreams.image.Image;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes RGB pictures of decoded frames, by the matrix and range each frame names.
 *
 * <p>A frame that names no matrix is taken as BT.601 below 720 rows and as BT.709 from there on,
 * one that names no range as limited, as players do. Primaries and transfer stay what they are.
 * Deeper samples than 8 bits are kept as fractions of a level.
 *
 * <p>An owner of the scaler and of one native picture, used for every frame.
 */
final class RgbPicture implements AutoCloseable {
  /** GBRP keeps its planes as green, blue, red; {@link Image} as red, green, blue. */
  private static final int[] PLANE_OF_CHANNEL = {2, 0, 1};

  private final int width;
  private final int height;
  private final SwsContext scaler = Scalers.exact();
  private final AVFrame rgb = av_frame_alloc();
  private final Optional<DeepRgb> deep;

  /**
   * @param format FFmpeg's number of the frames' pixel format
   */
  RgbPicture(int width, int height, int format) {
    this.width = width;
    this.height = height;
    this.deep = DeepRgb.of(format, width, height);
    rgb.format(deep.map(DeepRgb::between).orElse(AV_PIX_FMT_GBRP)).width(width).height(height);
    int result = av_frame_get_buffer(rgb, 0);
    if (result < 0) {
      close();
      Ffmpeg.check(result, "no native memory for a picture of " + width + " × " + height);
    }
  }

  /**
   * A copy of the frame on the heap, 3 × H × W. The frame's missing colour fields are filled in.
   */
  Image of(AVFrame frame) {
    fillInColours(frame);
    scale(frame);
    if (deep.isPresent()) {
      return deep.get().of(rgb, VideoColours.of(rgb));
    }
    float[] samples = new float[3 * height * width];
    for (int channel = 0; channel < 3; channel++) {
      copy(PLANE_OF_CHANNEL[channel], samples, channel * height * width);
    }
    return new Image(3, height, width, samples);
  }

  private void copy(int plane, float[] samples, int first) {
    byte[] row = new byte[width];
    BytePointer data = rgb.data(plane);
    int next = first;
    for (int y = 0; y < height; y++) {
      data.position((long) y * rgb.linesize(plane)).get(row);
      for (byte sample : row) {
        samples[next++] = sample & 0xFF;
      }
    }
  }

  private void scale(AVFrame frame) {
    if (!VideoColours.isConvertible(frame.colorspace())) {
      throw new MediaException(
          "cannot convert colours of the matrix "
              + av_color_space_name(frame.colorspace()).getString()
              + " to RGB; known: "
              + VideoColours.convertible());
    }
    // Rows of two moments are converted apart: their chroma lies apart too.
    rgb.flags(frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED);
    boolean staysYuv = deep.isPresent() && deep.get().isYuv() && hasMatrix(frame);
    rgb.colorspace(staysYuv ? frame.colorspace() : AVCOL_SPC_RGB);
    rgb.color_range(staysYuv ? frame.color_range() : AVCOL_RANGE_JPEG);
    int primaries = frame.color_primaries();
    int transfer = frame.color_trc();
    // Nothing about either, so that the scaler changes the matrix and the range and nothing else,
    // and takes numbers that it does not know.
    frame.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
    int result = sws_scale_frame(scaler, rgb, frame);
    frame.color_primaries(primaries).color_trc(transfer);
    Ffmpeg.check(result, "cannot convert a picture of " + width + " × " + height + " to RGB");
  }

  private void fillInColours(AVFrame frame) {
    if (!hasMatrix(frame)) {
      return;
    }
    if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED) {
      frame.colorspace(VideoColours.usualMatrix(height));
    }
    if (frame.color_range() == AVCOL_RANGE_UNSPECIFIED) {
      frame.color_range(isFullRangeByFormat(frame.format()) ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
    }
  }

  private static boolean hasMatrix(AVFrame frame) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    return format.nb_components() >= 3 && (format.flags() & AV_PIX_FMT_FLAG_RGB) == 0;
  }

  private static boolean isFullRangeByFormat(int format) {
    return format == AV_PIX_FMT_YUVJ420P
        || format == AV_PIX_FMT_YUVJ422P
        || format == AV_PIX_FMT_YUVJ444P
        || format == AV_PIX_FMT_YUVJ440P
        || format == AV_PIX_FMT_YUVJ411P;
  }

  @Override
  public void close() {
    av_frame_free(rgb);
    sws_free_context(scaler);
  }
}

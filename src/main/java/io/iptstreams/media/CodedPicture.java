package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.iptstreams.image.Image;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes frames as a codec takes them of RGB pictures: the way back of {@link RgbPicture}.
 *
 * <p>A codec that wants more rows or columns than the picture has gets the last one again; nothing
 * is resized.
 *
 * <p>An owner of the scaler and of the native frames, used for every picture.
 */
final class CodedPicture implements AutoCloseable {
  private final AVFrame rgb = av_frame_alloc();
  // Null for a codec that takes RGB.
  private final AVFrame yuv;
  private final SwsContext scaler;
  private final byte[] row;

  /**
   * @param width of the frame, at least that of the pictures
   * @param height of the frame, at least that of the pictures
   * @param format FFmpeg's number of the pixel format the codec takes
   * @param colours what its samples are to mean; matrix and range named
   */
  CodedPicture(int width, int height, int format, VideoColours colours) {
    row = new byte[4 * width];
    rgb.format(AV_PIX_FMT_BGR0).colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
    boolean takesRgb = format == AV_PIX_FMT_BGR0;
    yuv = takesRgb ? null : av_frame_alloc();
    scaler = takesRgb ? null : Scalers.exact();
    try {
      allocate(rgb, width, height);
      if (yuv != null) {
        // No primaries, no transfer: the scaler changes the matrix and the range and nothing else.
        yuv.format(format).colorspace(colours.matrixNumber()).color_range(colours.rangeNumber());
        allocate(yuv, width, height);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static void allocate(AVFrame frame, int width, int height) {
    frame.width(width).height(height);
    Ffmpeg.check(
        av_frame_get_buffer(frame, 0),
        "no native memory for a picture of " + width + " × " + height);
  }

  /**
   * The picture in the codec's format; a loan until the next one.
   *
   * @param image 3 × H × W; samples are rounded and clamped to 0..255
   */
  AVFrame of(Image image) {
    Ffmpeg.check(av_frame_make_writable(rgb), "no native memory for a picture");
    fill(image);
    if (yuv == null) {
      return rgb;
    }
    Ffmpeg.check(av_frame_make_writable(yuv), "no native memory for a picture");
    Ffmpeg.check(sws_scale_frame(scaler, yuv, rgb), "cannot convert a picture to YUV");
    return yuv;
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
    av_frame_free(rgb);
    if (yuv != null) {
      av_frame_free(yuv);
      sws_free_context(scaler);
    }
  }
}

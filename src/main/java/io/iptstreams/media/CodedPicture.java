package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P16LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.iptstreams.image.Image;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Makes frames as a codec takes them of RGB pictures: the way back of {@link RgbPicture}.
 *
 * <p>A codec that wants more rows or columns than the picture has gets the last one again; nothing
 * is resized.
 *
 * <p>An owner of the scaler and of the native frames, used for every picture.
 */
final class CodedPicture implements AutoCloseable {
  /** Levels of 16 bits in one of 8. */
  static final float SIXTEEN_BIT_LEVELS = 257f;

  private static final int DEPTH = 10;
  private static final int WHITE = (1 << DEPTH) - 1;

  private final AVFrame rgb = av_frame_alloc();
  // Null for a codec that takes RGB.
  private final AVFrame yuv;
  private final SwsContext scaler;
  private final boolean deep;
  // For a codec that takes luma and chroma of 10 bits.
  private final Optional<YuvMatrix> matrix;

  /**
   * @param width of the frame, at least that of the pictures
   * @param height of the frame, at least that of the pictures
   * @param format FFmpeg's number of the pixel format the codec takes
   * @param colours what its samples are to mean; matrix and range named
   */
  CodedPicture(int width, int height, int format, VideoColours colours) {
    boolean takesRgb = format == AV_PIX_FMT_BGR0 || format == AV_PIX_FMT_GBRP10LE;
    deep = format == AV_PIX_FMT_GBRP10LE || format == AV_PIX_FMT_YUV420P10LE;
    int between = deep ? AV_PIX_FMT_YUV444P16LE : AV_PIX_FMT_BGR0;
    matrix = deep && !takesRgb ? Optional.of(YuvMatrix.of(colours, DEPTH)) : Optional.empty();
    rgb.format(takesRgb ? format : between);
    rgb.colorspace(matrix.isEmpty() ? AVCOL_SPC_RGB : colours.matrixNumber());
    rgb.color_range(matrix.isEmpty() ? AVCOL_RANGE_JPEG : colours.rangeNumber());
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
   * @param image 3 × H × W; samples are clamped to 0..255 and rounded to what the format holds
   */
  AVFrame of(Image image) {
    Ffmpeg.check(av_frame_make_writable(rgb), "no native memory for a picture");
    if (deep) {
      fillPlanes(image);
    } else {
      fill(image);
    }
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
    byte[] row = new byte[4 * rgb.width()];
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

  private void fillPlanes(Image image) {
    int plane = image.width() * image.height();
    float[] samples = image.samples();
    short[][] row = new short[3][rgb.width()];
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < row[0].length && y < image.height(); x++) {
        int at = y * image.width() + Math.min(x, image.width() - 1);
        double red = part(samples[at]);
        double green = part(samples[plane + at]);
        double blue = part(samples[2 * plane + at]);
        if (matrix.isPresent()) {
          row[0][x] = sixteenBits(matrix.get().luma(red, green, blue));
          row[1][x] = sixteenBits(matrix.get().blueDifference(red, green, blue));
          row[2][x] = sixteenBits(matrix.get().redDifference(red, green, blue));
        } else {
          row[0][x] = (short) Math.rint(WHITE * green);
          row[1][x] = (short) Math.rint(WHITE * blue);
          row[2][x] = (short) Math.rint(WHITE * red);
        }
      }
      for (int i = 0; i < row.length; i++) {
        ShortPointer data = new ShortPointer(rgb.data(i));
        data.position((long) y * rgb.linesize(i) / Short.BYTES).put(row[i]);
      }
    }
  }

  /** Of 0 to 1, in steps of 16 bits: a picture that goes the way of a file is the same. */
  private static double part(float sample) {
    return Math.rint(Math.min(255f, Math.max(0f, sample)) * SIXTEEN_BIT_LEVELS) / 65_535;
  }

  /** Of a level of 10 bits, with its fraction. */
  private static short sixteenBits(double level) {
    return (short) Math.rint((1 << (16 - DEPTH)) * Math.min(WHITE, Math.max(0, level)));
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

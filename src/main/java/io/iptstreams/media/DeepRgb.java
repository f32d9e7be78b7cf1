package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP16LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P16LE;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.iptstreams.image.Image;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Pictures of frames of more than 8 bits per sample, each level a fraction of one of 8 bits. The
 * scaler gives chroma its full size and every sample 16 bits; the rest is {@link YuvMatrix}.
 */
final class DeepRgb {
  private static final int[] RGB_PLANES = {2, 0, 1};

  private final int width;
  private final int height;
  private final int depth;
  private final boolean yuv;

  private DeepRgb(int width, int height, int depth, boolean yuv) {
    this.width = width;
    this.height = height;
    this.depth = depth;
    this.yuv = yuv;
  }

  /**
   * @param format FFmpeg's number of the frames' pixel format
   * @return empty for a format of 8 bits, or of none
   */
  static Optional<DeepRgb> of(int format, int width, int height) {
    AVPixFmtDescriptor described = av_pix_fmt_desc_get(format);
    if (described == null || described.comp(0).depth() <= 8) {
      return Optional.empty();
    }
    boolean yuv = described.nb_components() >= 3 && (described.flags() & AV_PIX_FMT_FLAG_RGB) == 0;
    int depth = Math.min(16, described.comp(0).depth());
    return Optional.of(new DeepRgb(width, height, depth, yuv));
  }

  /** FFmpeg's number of the format that the scaler is to make. */
  int between() {
    return yuv ? AV_PIX_FMT_YUV444P16LE : AV_PIX_FMT_GBRP16LE;
  }

  boolean isYuv() {
    return yuv;
  }

  /**
   * The picture, 3 × H × W, of a frame that the scaler made.
   *
   * @param colours what its samples mean
   */
  Image of(AVFrame frame, VideoColours colours) {
    return yuv ? ofYuv(frame, YuvMatrix.of(colours.asYuv(height), depth)) : ofRgb(frame);
  }

  private Image ofYuv(AVFrame frame, YuvMatrix matrix) {
    double levels = 1 << (16 - depth);
    int plane = height * width;
    float[] samples = new float[3 * plane];
    short[][] row = new short[3][width];
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < 3; i++) {
        read(frame, i, line, row[i]);
      }
      for (int x = 0; x < width; x++) {
        double y = (row[0][x] & 0xFFFF) / levels;
        double u = (row[1][x] & 0xFFFF) / levels;
        double v = (row[2][x] & 0xFFFF) / levels;
        int at = line * width + x;
        samples[at] = sample(matrix.red(y, v));
        samples[plane + at] = sample(matrix.green(y, u, v));
        samples[2 * plane + at] = sample(matrix.blue(y, u));
      }
    }
    return new Image(3, height, width, samples);
  }

  /** Rounded to 16 bits, as a picture file holds it. */
  private static float sample(double part) {
    return Math.round(65_535 * Math.min(1, Math.max(0, part))) / CodedPicture.SIXTEEN_BIT_LEVELS;
  }

  private Image ofRgb(AVFrame frame) {
    double levels = 1 << (16 - depth);
    double white = (1 << depth) - 1;
    float[] samples = new float[3 * height * width];
    short[] row = new short[width];
    int next = 0;
    for (int plane : RGB_PLANES) {
      for (int line = 0; line < height; line++) {
        read(frame, plane, line, row);
        for (short sixteen : row) {
          // The scaler is off by a little; what it was made of was a whole level.
          samples[next++] = sample(Math.rint((sixteen & 0xFFFF) / levels) / white);
        }
      }
    }
    return new Image(3, height, width, samples);
  }

  private static void read(AVFrame frame, int plane, int line, short[] row) {
    ShortPointer data = new ShortPointer(frame.data(plane));
    data.position((long) line * frame.linesize(plane) / Short.BYTES).get(row);
  }
}

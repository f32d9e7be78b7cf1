package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_write_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP16LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.iptstreams.image.Image;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Sends one still picture of three channels through FFmpeg's filters.
 *
 * <p>The filters see three planes of 16 bits in which {@value #LEVELS_PER_UNIT} levels are one unit
 * of a sample and level {@value #ZERO} is 0: samples of -768 to 1279 pass, so that noise below
 * black and above white is not cut off. Samples are rounded to 1/32.
 */
final class FilterGraph {
  static final int LEVELS_PER_UNIT = 32;

  private static final int ZERO = 768 * LEVELS_PER_UNIT;
  private static final int MOST = (1 << 16) - 1;

  /** GBRP keeps its planes as green, blue, red; {@link Image} as red, green, blue. */
  private static final int[] PLANE_OF_CHANNEL = {2, 0, 1};

  private FilterGraph() {}

  /**
   * The filtered picture.
   *
   * @param picture 3 × H × W
   * @param description as after FFmpeg's {@code -vf}, of filters that keep the size
   * @throws MediaException if FFmpeg does not know the filters or refuses their settings or the
   *     picture
   */
  static Image filtered(Image picture, String description) {
    Ffmpeg.load();
    AVFilterGraph graph = avfilter_graph_alloc();
    AVFrame in = av_frame_alloc();
    AVFrame out = av_frame_alloc();
    try {
      open(graph, picture, description);
      fill(in, picture);
      String what = "the filter " + description + " refuses a picture of " + picture;
      var source = avfilter_graph_get_filter(graph, "buffer@in");
      Ffmpeg.check(av_buffersrc_write_frame(source, in), what);
      // The end of the stream: a filter that looks ahead would wait for a second picture.
      Ffmpeg.check(av_buffersrc_write_frame(source, null), what);
      var sink = avfilter_graph_get_filter(graph, "buffersink@out");
      Ffmpeg.check(av_buffersink_get_frame(sink, out), what);
      return read(out, picture, description);
    } finally {
      av_frame_free(in);
      av_frame_free(out);
      avfilter_graph_free(graph);
    }
  }

  private static void open(AVFilterGraph graph, Image picture, String description) {
    String whole =
        "buffer@in=video_size="
            + picture.width()
            + "x"
            + picture.height()
            + ":pix_fmt=gbrp16le:colorspace=gbr:range=pc:time_base=1/1,"
            + description
            + ",format=gbrp16le,buffersink@out";
    AVFilterInOut openInputs = new AVFilterInOut(null);
    AVFilterInOut openOutputs = new AVFilterInOut(null);
    try {
      String what = "cannot set up the filter " + description;
      Ffmpeg.check(avfilter_graph_parse2(graph, whole, openInputs, openOutputs), what);
      Ffmpeg.check(avfilter_graph_config(graph, null), what);
    } finally {
      avfilter_inout_free(openInputs);
      avfilter_inout_free(openOutputs);
    }
  }

  private static void fill(AVFrame frame, Image picture) {
    int width = picture.width();
    frame.format(AV_PIX_FMT_GBRP16LE).width(width).height(picture.height());
    frame.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "no native memory for a picture of " + picture);
    short[] row = new short[width];
    int next = 0;
    for (int plane : PLANE_OF_CHANNEL) {
      ShortPointer data = new ShortPointer(frame.data(plane));
      for (int y = 0; y < picture.height(); y++) {
        for (int x = 0; x < width; x++) {
          double level = Math.rint(picture.samples()[next++] * LEVELS_PER_UNIT) + ZERO;
          row[x] = (short) (int) Math.max(0, Math.min(MOST, level));
        }
        data.position((long) y * frame.linesize(plane) / Short.BYTES).put(row, 0, width);
      }
    }
  }

  private static Image read(AVFrame frame, Image picture, String description) {
    if (frame.width() != picture.width() || frame.height() != picture.height()) {
      throw new MediaException(
          "the filter "
              + description
              + " makes "
              + frame.width()
              + " × "
              + frame.height()
              + " of "
              + picture.width()
              + " × "
              + picture.height()
              + "; it must keep the size");
    }
    Image filtered = Image.blank(3, picture.height(), picture.width());
    short[] row = new short[picture.width()];
    int next = 0;
    for (int plane : PLANE_OF_CHANNEL) {
      ShortPointer data = new ShortPointer(frame.data(plane));
      for (int y = 0; y < picture.height(); y++) {
        data.position((long) y * frame.linesize(plane) / Short.BYTES).get(row, 0, row.length);
        for (short level : row) {
          filtered.samples()[next++] = (float) ((level & MOST) - ZERO) / LEVELS_PER_UNIT;
        }
      }
    }
    return filtered;
  }
}

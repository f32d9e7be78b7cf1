package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.iptstreams.frame.Fraction;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/**
 * What a file says of its pictures before the first of them is decoded.
 *
 * @param stream place of the video among the streams of the file
 * @param storedWidth before the picture is turned
 * @param storedHeight before the picture is turned
 * @param turn that makes the picture upright
 * @param timeBase seconds of a unit of time
 * @param frameRate the average rate, else the guessed rate, else 25 frames/s
 * @param estimatedFrames how many frames the file says it has, or as many as its duration holds
 * @param countsFrames whether it says so itself
 * @param depth bits per sample, 8, or 10 of a video that has more: so it can be written
 */
record VideoTrack(
    int stream,
    int storedWidth,
    int storedHeight,
    Turn turn,
    Fraction timeBase,
    Fraction frameRate,
    OptionalLong estimatedFrames,
    boolean countsFrames,
    int depth) {
  private static final Fraction USUAL_FRAME_RATE = new Fraction(25, 1);

  /**
   * The first video of a file; its other streams are passed over from now on.
   *
   * @throws MediaException if it has none
   */
  static AVStream choose(MediaInput input) {
    AVFormatContext container = input.container();
    AVStream chosen = null;
    for (int i = 0; i < container.nb_streams(); i++) {
      AVStream stream = container.streams(i);
      // The cover of a piece of music is a video stream too, of one picture.
      boolean video =
          stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
              && (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
      if (video && chosen == null) {
        chosen = stream;
      } else {
        stream.discard(AVDISCARD_ALL);
      }
    }
    if (chosen == null) {
      throw new MediaException(
          input
              + " has no video stream, only "
              + container.nb_streams()
              + " stream(s) of other kinds");
    }
    return chosen;
  }

  /**
   * @param stream of that input
   * @throws MediaException if it has no size or no time base, or more pixels than that
   */
  static VideoTrack of(AVStream stream, MediaInput input, long maxPixels) {
    int width = stream.codecpar().width();
    int height = stream.codecpar().height();
    if (width < 1 || height < 1) {
      throw new MediaException(input + " is no picture or video that FFmpeg can read");
    }
    if ((long) width * height > maxPixels) {
      throw new MediaException(
          input
              + " has pictures of "
              + width
              + " × "
              + height
              + " = "
              + (long) width * height
              + " pixels, at most "
              + maxPixels
              + " are accepted");
    }
    Fraction timeBase =
        fraction(stream.time_base())
            .orElseThrow(
                () -> new MediaException(input + " has a video stream without a time base"));
    Fraction frameRate =
        fraction(stream.avg_frame_rate())
            .or(() -> fraction(stream.r_frame_rate()))
            .orElse(USUAL_FRAME_RATE);
    boolean countsFrames = stream.nb_frames() > 0;
    long frames =
        countsFrames
            ? stream.nb_frames()
            : Math.round(seconds(stream, timeBase, input.container()) * frameRate.toDouble());
    return new VideoTrack(
        stream.index(),
        width,
        height,
        turn(stream),
        timeBase,
        frameRate,
        frames > 0 ? OptionalLong.of(frames) : OptionalLong.empty(),
        countsFrames,
        depth(stream));
  }

  /** 0 if neither stream nor file tell. */
  private static double seconds(AVStream stream, Fraction timeBase, AVFormatContext container) {
    if (stream.duration() != AV_NOPTS_VALUE) {
      return stream.duration() * timeBase.toDouble();
    }
    return container.duration() == AV_NOPTS_VALUE ? 0 : container.duration() / 1e6;
  }

  private static Turn turn(AVStream stream) {
    for (int i = 0; i < stream.codecpar().nb_coded_side_data(); i++) {
      AVPacketSideData data = stream.codecpar().coded_side_data().getPointer(i);
      if (data.type() == AV_PKT_DATA_DISPLAYMATRIX) {
        return Turn.ofDegrees(-av_display_rotation_get(new IntPointer(data.data())));
      }
    }
    return Turn.NONE;
  }

  private static int depth(AVStream stream) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(stream.codecpar().format());
    return format != null && format.comp(0).depth() > 8 ? 10 : 8;
  }

  private static Optional<Fraction> fraction(AVRational rational) {
    return rational.num() > 0 && rational.den() > 0
        ? Optional.of(new Fraction(rational.num(), rational.den()))
        : Optional.empty();
  }

  /** Width of the upright picture. */
  int width() {
    return turn.swapsSides() ? storedHeight : storedWidth;
  }

  /** Height of the upright picture. */
  int height() {
    return turn.swapsSides() ? storedWidth : storedHeight;
  }

  /**
   * Whether frames are missing that the file promised; of one that tells only its duration, many.
   */
  boolean isCutOff(long delivered) {
    if (estimatedFrames.isEmpty()) {
      return false;
    }
    long promised = estimatedFrames.getAsLong();
    return delivered < (countsFrames ? promised : promised - promised / 10);
  }
}

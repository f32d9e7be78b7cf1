package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_H264_HIGH;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * An encoder of FFmpeg's and how it is set up here: one thread, so that the same pictures give the
 * same bytes on every machine, and packets in the order of the pictures.
 *
 * <p>A quality of 0 to 100 is put on each encoder's own scale from its coarsest to its finest step.
 */
enum Encoder {
  X264("libx264", 2, true) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      set(context, "crf", steps(51, quality.orElse(FINE)));
    }
  },

  /** Knows no constant quality; with both bounds of its quantiser the same it keeps to that. */
  OPENH264("libopenh264", 16, false) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      context.profile(AV_PROFILE_H264_HIGH);
      double framesPerSecond = (double) context.framerate().num() / context.framerate().den();
      double bits = BITS_PER_PIXEL * context.width() * context.height() * framesPerSecond;
      context.bit_rate(Math.max(LEAST_BIT_RATE, Math.round(bits)));
      if (quality.isPresent()) {
        int quantiser = steps(51, quality.getAsInt());
        context.qmin(quantiser).qmax(quantiser);
      }
    }
  },

  X265("libx265", 2, true) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      set(context, "crf", steps(51, quality.orElse(FINE)));
      set(context, "x265-params", "pools=none:frame-threads=1:log-level=none");
    }
  },

  /** Rather than SVT-AV1, which tells its settings on the error output and cannot be silenced. */
  AOM("libaom-av1", 1, true) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      set(context, "crf", steps(63, quality.orElse(FINE)));
      set(context, "cpu-used", 6);
      set(context, "lag-in-frames", 0);
    }
  },

  /** Its libvpx is built without the 10 bits that VP9 knows. */
  VPX9("libvpx-vp9", 1, false) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      set(context, "crf", steps(63, quality.orElse(FINE)));
      set(context, "cpu-used", 4);
      set(context, "lag-in-frames", 0);
    }
  },

  FFV1("ffv1", 1, true) {
    @Override
    boolean isLossless() {
      return true;
    }

    @Override
    OptionalInt pixelFormat(int depth) {
      return OptionalInt.of(depth == 10 ? AV_PIX_FMT_GBRP10LE : AV_PIX_FMT_BGR0);
    }

    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      context.gop_size(1);
      // Version 3 of the format: slices, each with a checksum, so that damage is found and bounded.
      context.level(3);
      set(context, "slicecrc", 1);
    }
  },

  MPEG4("mpeg4", 1, false) {
    @Override
    void settle(AVCodecContext context, OptionalInt quality) {
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality((2 + steps(29, quality.orElse(100))) * FF_QP2LAMBDA);
    }
  };

  /** The quality that is hard to tell from its source: CRF 18 of x264. */
  static final int FINE = 65;

  /** Enough for H.264 to be hard to tell from its source; 4.6 Mb/s at 1280 × 720 and 25 fps. */
  private static final double BITS_PER_PIXEL = 0.2;

  /** Below this the packets' own headers eat the pictures. */
  private static final long LEAST_BIT_RATE = 200_000;

  private final String ffmpegName;
  private final int leastSide;
  private final boolean takesTenBits;

  Encoder(String ffmpegName, int leastSide, boolean takesTenBits) {
    this.ffmpegName = ffmpegName;
    this.leastSide = leastSide;
    this.takesTenBits = takesTenBits;
  }

  /** Sets what is the encoder's own, in a context that has its sizes, its rate and its colours. */
  abstract void settle(AVCodecContext context, OptionalInt quality);

  /**
   * FFmpeg's number of the format that it takes samples of so many bits in, 8 or 10, if it does.
   */
  OptionalInt pixelFormat(int depth) {
    if (depth == 8) {
      return OptionalInt.of(AV_PIX_FMT_YUV420P);
    }
    return takesTenBits ? OptionalInt.of(AV_PIX_FMT_YUV420P10LE) : OptionalInt.empty();
  }

  /** Whether what it codes comes back bit by bit. It takes RGB then, which nothing is lost to. */
  boolean isLossless() {
    return false;
  }

  /** The shortest width or height; OpenH264 says so only when the first frame comes. */
  int leastSide() {
    return leastSide;
  }

  /** Whether this build of FFmpeg has it. */
  boolean isThere() {
    return codec() != null;
  }

  AVCodec codec() {
    return avcodec_find_encoder_by_name(ffmpegName);
  }

  /** FFmpeg's name of it. */
  @Override
  public String toString() {
    return ffmpegName;
  }

  private static int steps(int coarsest, int quality) {
    return Math.round(coarsest * (100 - quality) / 100f);
  }

  private static void set(AVCodecContext context, String option, int value) {
    set(context, option, Integer.toString(value));
  }

  private static void set(AVCodecContext context, String option, String value) {
    Ffmpeg.check(
        av_opt_set(context.priv_data(), option, value, 0), "cannot set " + option + " to " + value);
  }
}

package io.iptstreams.media;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The files this room writes, each known by its ending, with the encoders tried for it in order.
 */
enum Container {
  /** H.264 for every player; MPEG-4 where the picture is of a size OpenH264 refuses. */
  MP4("mp4", "mp4", List.of(Codec.OPENH264, Codec.MPEG4)),

  /** FFV1, lossless. Matroska as FFmpeg writes it counts whole milliseconds. */
  MATROSKA("mkv", "matroska", List.of(Codec.FFV1));

  private final String ending;
  private final String muxer;
  private final List<Codec> codecs;

  Container(String ending, String muxer, List<Codec> codecs) {
    this.ending = ending;
    this.muxer = muxer;
    this.codecs = codecs;
  }

  /**
   * The container that the ending of a file name asks for.
   *
   * @throws MediaException if none has that ending
   */
  static Container of(Path path) {
    return find(path)
        .orElseThrow(
            () ->
                new MediaException(
                    "cannot tell what kind of video to write to "
                        + path
                        + "; the name must end in .mp4 (H.264) or .mkv (FFV1, lossless)"));
  }

  static boolean isKnown(Path path) {
    return find(path).isPresent();
  }

  private static Optional<Container> find(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(container -> name.endsWith("." + container.ending))
        .findFirst();
  }

  /** FFmpeg's name of the format. */
  String muxer() {
    return muxer;
  }

  List<Codec> codecs() {
    return codecs;
  }

  /** An encoder, by FFmpeg's name. */
  enum Codec {
    OPENH264("libopenh264", 16),
    MPEG4("mpeg4", 1),
    FFV1("ffv1", 1);

    private final String encoder;
    private final int leastSide;

    Codec(String encoder, int leastSide) {
      this.encoder = encoder;
      this.leastSide = leastSide;
    }

    String encoder() {
      return encoder;
    }

    /** The shortest width or height; OpenH264 says so only when the first frame comes. */
    int leastSide() {
      return leastSide;
    }
  }
}

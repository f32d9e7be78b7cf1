package io.iptstreams.media;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The files this room writes, each known by its ending, with what their pictures can be. */
enum Container {
  /** H.264 for every player; MPEG-4 where the picture is of a size OpenH264 refuses. */
  MP4(
      "mp4",
      "mp4",
      List.of(VideoCodec.H264, VideoCodec.MPEG4),
      EnumSet.complementOf(EnumSet.of(VideoCodec.FFV1))),

  /** FFV1, lossless. Matroska as FFmpeg writes it counts whole milliseconds. */
  MATROSKA("mkv", "matroska", List.of(VideoCodec.FFV1), EnumSet.allOf(VideoCodec.class));

  private final String ending;
  private final String muxer;
  private final List<VideoCodec> codecs;
  private final Set<VideoCodec> takes;

  Container(String ending, String muxer, List<VideoCodec> codecs, Set<VideoCodec> takes) {
    this.ending = ending;
    this.muxer = muxer;
    this.codecs = codecs;
    this.takes = takes;
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

  /**
   * What to try where nobody chose, in order: AV1 before what players know better where that is of
   * 8 bits only.
   *
   * @param depth bits per sample, 8 or 10
   */
  List<VideoCodec> codecs(int depth) {
    return depth > 8 && this == MP4 ? List.of(VideoCodec.AV1) : codecs;
  }

  boolean takes(VideoCodec codec) {
    return takes.contains(codec);
  }

  /** What it takes and this build of FFmpeg can write, in words. */
  String taken() {
    Ffmpeg.load();
    return "it can be "
        + takes.stream()
            .filter(codec -> codec.encoder().isPresent())
            .map(VideoCodec::toString)
            .collect(joining(", "));
  }

  /** The ending of its names. */
  @Override
  public String toString() {
    return "." + ending;
  }
}

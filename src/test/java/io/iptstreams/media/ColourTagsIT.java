package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_color_primaries_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_range_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_space_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_transfer_name;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.iptstreams.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a video's colours mean, before and after, in the eyes of FFmpeg's programs. */
class ColourTagsIT {
  private static final long MAX_PIXELS = 2_000_000;

  @TempDir private Path folder;

  /** A source without loss that names these colours. */
  private Path source(VideoColours colours, String size) throws Exception {
    Path file = folder.resolve("source.mkv");
    FfmpegTool.make(
        file,
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=" + size + ":rate=25:duration=0.2",
        "-vf",
        "format=yuv420p," + FfmpegTool.naming(colours),
        "-color_range",
        colours.range(),
        "-c:v",
        "ffv1");
    return file;
  }

  private void rewrite(Path source, Path copy, UnaryOperator<Image> work) throws Exception {
    try (VideoReader reader = VideoReader.open(source, MAX_PIXELS);
        VideoFileSink sink = VideoFileSink.open(copy, Encoding.USUAL, Optional.of(source))) {
      new FramePipeline(work, 1).run(reader, sink);
      sink.finish();
    }
  }

  private static VideoColours probed(Path file) throws Exception {
    List<String> lines =
        FfmpegTool.entries(file, "stream=color_space,color_range,color_primaries,color_transfer");
    String[] values = new String[4];
    for (String line : lines) {
      String[] entry = line.split("=");
      values[
              List.of("color_space", "color_range", "color_primaries", "color_transfer")
                  .indexOf(entry[0])] =
          entry[1];
    }
    return VideoColours.parse(String.join("/", values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bt709/tv/bt709/bt709",
        "bt709/pc/bt709/iec61966-2-1",
        "smpte170m/tv/smpte170m/smpte170m",
        "smpte170m/pc/smpte170m/bt709",
        "bt470bg/tv/bt470bg/bt470bg",
        "bt2020nc/tv/bt2020/bt2020-10",
        "bt2020nc/pc/bt2020/bt2020-10",
        "bt2020nc/tv/bt2020/smpte2084",
        "bt2020nc/tv/bt2020/arib-std-b67",
        "bt709/tv/smpte432/bt709"
      })
  void tags_areWrittenBack(String text) throws Exception {
    VideoColours colours = VideoColours.parse(text);
    Path source = source(colours, "64x48");
    Path mp4 = folder.resolve("copy.mp4");
    Path mkv = folder.resolve("copy.mkv");

    rewrite(source, mp4, image -> image);
    rewrite(source, mkv, image -> image);

    assertThat(probed(source)).isEqualTo(colours);
    assertThat(probed(mp4)).isEqualTo(colours);
    assertThat(probed(mkv)).isEqualTo(colours.asRgb());
  }

  @ParameterizedTest
  @CsvSource({
    "unknown/unknown/unknown/unknown, 64x48, smpte170m/tv/unknown/unknown",
    "unknown/unknown/unknown/unknown, 64x720, bt709/tv/unknown/unknown",
    "unknown/pc/bt709/unknown, 64x48, smpte170m/pc/bt709/unknown",
    "bt709/tv/unknown/bt709, 64x48, bt709/tv/unknown/bt709"
  })
  void whatTheSourceDoesNotName_isWhatItWasTakenFor_andTheRestStaysUnnamed(
      String named, String size, String written) throws Exception {
    Path copy = folder.resolve("copy.mp4");

    rewrite(source(VideoColours.parse(named), size), copy, image -> image);

    assertThat(probed(copy)).hasToString(written);
  }

  /** Too small for OpenH264, and MPEG-4 itself has no place for colours. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bt709/tv/bt709/bt709", "bt709/pc/bt709/bt709", "smpte170m/tv/unknown/unknown"})
  void mpeg4_isTaggedToo(String text) throws Exception {
    Path copy = folder.resolve("copy.mp4");

    rewrite(source(VideoColours.parse(text), "12x12"), copy, image -> image);

    assertThat(FfmpegTool.entries(copy, "stream=codec_name")).containsExactly("codec_name=mpeg4");
    assertThat(probed(copy)).hasToString(text);
  }

  @Test
  void enlargedBeyond720Rows_isTaggedAsItWasConverted() throws Exception {
    Image plain = Pictures.plain(64, 400, 200, 40, 40);
    Path source = folder.resolve("plain.mkv");
    YuvClip.BT601.write(source, plain, AVCOL_SPC_UNSPECIFIED);
    Path copy = folder.resolve("copy.mp4");

    rewrite(source, copy, image -> Pictures.plain(128, 800, 200, 40, 40));

    assertThat(probed(copy)).hasToString("smpte170m/tv/unknown/unknown");
    try (VideoReader reader = VideoReader.open(copy, MAX_PIXELS)) {
      Image back = reader.next().orElseThrow().image();
      assertThat(back.at(0, 400, 64)).isCloseTo(200, within(3f));
      assertThat(back.at(1, 400, 64)).isCloseTo(40, within(3f));
      assertThat(back.at(2, 400, 64)).isCloseTo(40, within(3f));
    }
  }

  static Stream<Arguments> definitions() {
    return Stream.of(
        Arguments.of("smpte170m/tv/unknown/unknown", YuvClip.BT601),
        Arguments.of("smpte170m/pc/unknown/unknown", YuvClip.BT601_FULL),
        Arguments.of("bt709/tv/bt709/bt709", YuvClip.BT709),
        Arguments.of("bt709/pc/bt709/bt709", YuvClip.BT709_FULL),
        Arguments.of("bt2020nc/tv/bt2020/smpte2084", YuvClip.BT2020),
        Arguments.of("bt2020nc/pc/bt2020/bt2020-10", YuvClip.BT2020_FULL));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void yuvForTheCodec_isTheDefinitionsWithin1Level(String colours, YuvClip definition) {
    Ffmpeg.load();
    try (CodedPicture picture =
        new CodedPicture(16, 16, AV_PIX_FMT_YUV420P, VideoColours.parse(colours))) {
      for (int colour = 0; colour < 6 * 6 * 6; colour++) {
        int red = 51 * (colour / 36);
        int green = 51 * (colour / 6 % 6);
        int blue = 51 * (colour % 6);
        AVFrame frame = picture.of(Pictures.plain(16, 16, red, green, blue));
        int[] right = definition.levels(red, green, blue);
        for (int plane = 0; plane < 3; plane++) {
          int level = frame.data(plane).get(frame.linesize(plane) * 3L + 5) & 0xFF;
          assertThat(level).isCloseTo(right[plane], within(1));
        }
      }
    }
  }

  @Test
  void everyNumberOfFfmpegs_isReadByItsName_orAsUnknown() {
    Ffmpeg.load();
    AVFrame frame = av_frame_alloc();
    for (int number = 0; number < 30; number++) {
      frame.colorspace(number).color_range(number).color_primaries(number).color_trc(number);
      VideoColours colours = VideoColours.of(frame);
      assertThat(colours.matrix()).isIn("unknown", text(av_color_space_name(number)));
      assertThat(colours.range()).isIn("unknown", text(av_color_range_name(number)));
      assertThat(colours.primaries()).isIn("unknown", text(av_color_primaries_name(number)));
      assertThat(colours.transfer()).isIn("unknown", text(av_color_transfer_name(number)));
    }
    av_frame_free(frame);
  }

  private static String text(BytePointer name) {
    return name == null ? "unknown" : name.getString();
  }

  @Test
  void aMatrixThatCannotBeConverted_isNamed() throws Exception {
    Path source = folder.resolve("odd.mkv");
    FfmpegTool.make(
        source,
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=64x48:rate=25:duration=0.2",
        "-vf",
        "format=yuv420p,setparams=colorspace=ycgco",
        "-c:v",
        "ffv1");

    try (VideoReader reader = VideoReader.open(source, MAX_PIXELS)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(MediaException.class)
          .hasMessageStartingWith(
              "frame 0 of " + source + ": cannot convert colours of the matrix ycgco");
    }
  }
}

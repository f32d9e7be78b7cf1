package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos of 10 bits per sample, in levels of 10 bits. */
class DepthIT {
  private static final int SIDE = 64;
  private static final VideoColours HDR = VideoColours.parse("bt2020nc/tv/bt2020/smpte2084");

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    Ffmpeg.load();
  }

  /** A lossless 4:2:0 clip of one frame of known samples, each of luma a level of its own. */
  private Path source(VideoColours colours, String name) throws Exception {
    return source(colours, name, 530, 490);
  }

  private Path source(VideoColours colours, String name, int u, int v) throws Exception {
    Path raw = folder.resolve("samples.yuv");
    Files.write(raw, samples(u, v));
    Path file = folder.resolve(name);
    FfmpegTool.make(
        file,
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p10le",
        "-s",
        SIDE + "x" + SIDE,
        "-i",
        raw.toString(),
        "-vf",
        FfmpegTool.naming(colours),
        "-color_range",
        colours.range(),
        "-c:v",
        "ffv1");
    return file;
  }

  /** Luma of 256 to 767 in a ramp, chroma the same everywhere: all of it a colour of RGB. */
  private static byte[] samples(int u, int v) {
    ByteBuffer bytes = ByteBuffer.allocate(SIDE * SIDE * 3).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SIDE * SIDE; i++) {
      bytes.putShort((short) luma(i));
    }
    for (int i = 0; i < SIDE * SIDE / 2; i++) {
      bytes.putShort((short) (i < SIDE * SIDE / 4 ? u : v));
    }
    return bytes.array();
  }

  private static int luma(int index) {
    return 256 + index % 512;
  }

  private static Image first(Path file) {
    try (VideoReader reader = VideoReader.open(file, 10_000)) {
      return reader.next().orElseThrow().image();
    }
  }

  private List<String> rewrite(Path source, Path copy, Encoding encoding) throws Exception {
    try (VideoReader reader = VideoReader.open(source, 10_000);
        VideoFileSink sink = VideoFileSink.open(copy, encoding, Optional.empty())) {
      new FramePipeline(image -> image, 1).run(reader, sink);
      sink.finish();
      return sink.refused();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bt709/tv/bt709/bt709",
        "bt709/pc/bt709/bt709",
        "smpte170m/tv/smpte170m/smpte170m",
        "bt2020nc/tv/bt2020/smpte2084",
        "bt2020nc/pc/bt2020/bt2020-10"
      })
  void thereAndBack_everySampleIsWithin1Level(String text) throws Exception {
    VideoColours colours = VideoColours.parse(text);
    Image image = first(source(colours, "deep.mkv"));

    ByteBuffer right = ByteBuffer.wrap(samples(530, 490)).order(ByteOrder.LITTLE_ENDIAN);
    try (CodedPicture picture = new CodedPicture(SIDE, SIDE, AV_PIX_FMT_YUV420P10LE, colours)) {
      AVFrame frame = picture.of(image);
      int worst = 0;
      for (int plane = 0; plane < 3; plane++) {
        int side = plane == 0 ? SIDE : SIDE / 2;
        ShortPointer data = new ShortPointer(frame.data(plane));
        for (int i = 0; i < side * side; i++) {
          int level = data.get((long) (i / side) * frame.linesize(plane) / 2 + i % side);
          worst = Math.max(worst, Math.abs(level - right.getShort()));
        }
      }
      assertThat(worst).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bt709/tv/bt709/bt709", "bt709/pc/bt709/bt709"})
  void grey_isReadWithinATenthOfALevel(String text) throws Exception {
    VideoColours colours = VideoColours.parse(text);
    int foot = colours.range().equals("pc") ? 0 : 64;
    double span = colours.range().equals("pc") ? 1023 : 876;
    Path file = source(colours, "deep.mkv", 512, 512);

    Image image = first(file);

    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(image.samples()[i] / 255 * span + foot).isCloseTo(luma(i), within(0.1));
    }
  }

  @Test
  void levelsBetweenThoseOf8Bits_areRead() throws Exception {
    Image image = first(source(HDR, "deep.mkv"));

    long levels = 0;
    boolean[] seen = new boolean[65_536];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = Math.round(image.samples()[i] * 257);
      levels += seen[level] ? 0 : 1;
      seen[level] = true;
    }
    assertThat(levels).isEqualTo(512);
  }

  @ParameterizedTest
  @CsvSource({"copy.mp4, av1, yuv420p10le, bt2020nc", "copy.mkv, ffv1, gbrp10le, gbr"})
  void tenBits_areWritten_withTheirColours(String name, String codec, String pixels, String matrix)
      throws Exception {
    Path copy = folder.resolve(name);

    assertThat(rewrite(source(HDR, "deep.mkv"), copy, Encoding.USUAL)).isEmpty();

    assertThat(
            FfmpegTool.entries(
                copy, "stream=codec_name,pix_fmt,color_space,color_primaries,color_transfer"))
        .containsExactlyInAnyOrder(
            "codec_name=" + codec,
            "pix_fmt=" + pixels,
            "color_space=" + matrix,
            "color_primaries=bt2020",
            "color_transfer=smpte2084");
  }

  @Test
  void mkv_givesEveryLevelOf10BitsBack() throws Exception {
    Path once = folder.resolve("once.mkv");
    Path twice = folder.resolve("twice.mkv");
    rewrite(source(HDR, "deep.mkv"), once, Encoding.USUAL);
    rewrite(once, twice, Encoding.USUAL);

    Image image = first(once);
    assertThat(first(twice)).isEqualTo(image);
    for (float sample : image.samples()) {
      double level = sample / 255 * 1023;
      assertThat(Math.abs(level - Math.rint(level))).isLessThan(0.02);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264", "vp9", "mpeg4"})
  void anEncoderOf8Bits_isNotTakenSilently(String codec) throws Exception {
    Encoding chosen =
        new Encoding(
            Optional.of(VideoCodec.valueOf(codec.toUpperCase(Locale.ROOT))), OptionalInt.empty());
    Path copy = folder.resolve("copy.mp4");
    List<String> refused = rewrite(source(HDR, "deep.mkv"), copy, chosen);

    if (chosen.codec().orElseThrow().encoder().orElseThrow() == Encoder.X264) {
      assertThat(refused).isEmpty();
    } else {
      assertThat(refused).containsExactly("samples of more than 8 bits with this encoder");
      assertThat(FfmpegTool.entries(copy, "stream=pix_fmt")).containsExactly("pix_fmt=yuv420p");
    }
  }

  @Test
  void aDepthThatNoVideoHas_isRefusedInASentence() {
    Path file = folder.resolve("copy.mkv");
    FrameHeaders headers = FrameHeaders.none().with("ce_timebase", "1/25").with("ce_depth", "99");
    try (VideoFileSink sink = VideoFileSink.open(file, Encoding.USUAL)) {
      assertThatThrownBy(
              () -> sink.accept(new VideoFrame(Pictures.plain(8, 8, 1, 2, 3), 0), headers))
          .isInstanceOf(MediaException.class)
          .hasMessage("cannot write " + file + ": a video has 8 or 10 bits per sample, got 99");
    }
    assertThat(folder).isEmptyDirectory();
  }
}

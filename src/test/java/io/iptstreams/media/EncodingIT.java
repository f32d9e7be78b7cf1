package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.frame.Fraction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every encoder of this build, in every file that takes what it makes. */
class EncodingIT {
  private static final VideoColours COLOURS = VideoColours.parse("bt709/tv/bt709/bt709");
  private static final long[] TIMES = {-40, 0, 33, 40, 140, 141, 500, 5000};

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    Ffmpeg.load();
  }

  static Stream<Arguments> codecsAndFiles() {
    Ffmpeg.load();
    return Stream.of(VideoCodec.values())
        .filter(codec -> codec.encoder().isPresent())
        .flatMap(
            codec ->
                Stream.of(Container.values())
                    .filter(container -> container.takes(codec))
                    .map(container -> Arguments.of(codec, "clip" + container)));
  }

  private Path write(String name, VideoCodec codec, OptionalInt quality, int width, int height) {
    Path file = folder.resolve(name);
    VideoFormat format =
        new VideoFormat(width, height, new Fraction(1, 1000), new Fraction(25, 1), COLOURS, 8);
    Encoding encoding = new Encoding(Optional.of(codec), quality);
    encoding.requireFits(file);
    try (VideoWriter writer = VideoWriter.open(file, format, encoding, Optional.empty())) {
      for (int i = 0; i < TIMES.length; i++) {
        writer.write(new VideoFrame(Pictures.waves(width, height, i), TIMES[i]));
      }
      writer.finish();
    }
    return file;
  }

  private static List<VideoFrame> read(Path file) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, 100_000)) {
      for (Optional<VideoFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
      assertThat(reader.corruptFrames()).isZero();
    }
    return frames;
  }

  @ParameterizedTest
  @MethodSource("codecsAndFiles")
  void everyPicture_isCodedAtItsTime_inOrder_andHardToTellFromItsSource(
      VideoCodec codec, String name) throws Exception {
    Path file = write(name, codec, OptionalInt.empty(), 96, 64);

    assertThat(FfmpegTool.entries(file, "stream=codec_name"))
        .containsExactly("codec_name=" + codec);
    List<VideoFrame> back = read(file);
    assertThat(back)
        .extracting(VideoFrame::pts)
        .containsExactly(0L, 40L, 73L, 80L, 180L, 181L, 540L, 5040L);
    for (int i = 0; i < back.size(); i++) {
      assertThat(Pictures.psnr(back.get(i).image(), Pictures.waves(96, 64, i))).isGreaterThan(33);
    }
    // A packet holds one picture, and is decoded when it is shown.
    List<String> pts = FfmpegTool.entries(file, "packet=pts");
    List<String> dts = FfmpegTool.entries(file, "packet=dts");
    assertThat(pts)
        .hasSameSizeAs(TIMES)
        .extracting(time -> time.replace("pts", "dts"))
        .isEqualTo(dts);
  }

  @ParameterizedTest
  @MethodSource("codecsAndFiles")
  void theSamePictures_giveTheSameBytes(VideoCodec codec, String name) {
    Path file = write("1" + name, codec, OptionalInt.empty(), 96, 64);

    assertThat(write("2" + name, codec, OptionalInt.empty(), 96, 64)).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @MethodSource("codecsAndFiles")
  void colours_areWritten(VideoCodec codec, String name) {
    Path file = write(name, codec, OptionalInt.empty(), 96, 64);

    try (VideoReader reader = VideoReader.open(file, 100_000)) {
      reader.next();
      assertThat(reader.colours()).isEqualTo(codec == VideoCodec.FFV1 ? COLOURS.asRgb() : COLOURS);
    }
  }

  @ParameterizedTest
  @MethodSource("codecsAndFiles")
  void higherQuality_isALargerFile_andACloserPicture(VideoCodec codec, String name)
      throws Exception {
    assumeTrue(codec != VideoCodec.FFV1, "loses nothing");
    List<Double> psnr = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int quality : new int[] {0, 40, 70}) {
      Path file = write(name, codec, OptionalInt.of(quality), 96, 64);
      sizes.add(Files.size(file));
      psnr.add(Pictures.psnr(read(file).get(7).image(), Pictures.waves(96, 64, 7)));
    }

    assertThat(sizes).isSorted().doesNotHaveDuplicates();
    assertThat(psnr).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("codecsAndFiles")
  void bestAndWorstQuality_areTaken(VideoCodec codec, String name) {
    assumeTrue(codec != VideoCodec.FFV1, "loses nothing");

    assertThatCode(() -> write(name, codec, OptionalInt.of(100), 96, 64))
        .doesNotThrowAnyException();
    assertThatCode(() -> write(name, codec, OptionalInt.of(0), 96, 64)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "17, 3", "33, 50"})
  void smallAndOddPictures_areTaken(int width, int height) {
    for (VideoCodec codec : List.of(VideoCodec.AV1, VideoCodec.VP9, VideoCodec.MPEG4)) {
      assertThat(read(write(codec + ".mp4", codec, OptionalInt.empty(), width, height)))
          .hasSize(TIMES.length);
    }
  }

  @Test
  void whatAFileDoesNotTake_isRefused() {
    Encoding ffv1 = new Encoding(Optional.of(VideoCodec.FFV1), OptionalInt.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ffv1.requireFits(Path.of("clip.mp4")))
        .withMessageStartingWith("a .mp4 file takes no ffv1: it can be h264, ");
  }

  @Test
  void whatThisBuildHasNot_isRefused() {
    assumeTrue(VideoCodec.HEVC.encoder().isEmpty(), "the GPL build has it");
    Encoding hevc = new Encoding(Optional.of(VideoCodec.HEVC), OptionalInt.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hevc.requireFits(Path.of("clip.mkv")))
        .withMessage(
            "this build of FFmpeg cannot write hevc, which is in the GPL one (mvn -Pgpl); it can be"
                + " h264, av1, vp9, ffv1, mpeg4");
  }

  @Test
  void aQualityOfWhatLosesNothing_isRefused() {
    Encoding fine = new Encoding(Optional.empty(), OptionalInt.of(90));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fine.requireFits(Path.of("clip.mkv")))
        .withMessage("ffv1 loses nothing and has no quality to choose; leave it out for clip.mkv");
  }

  @ParameterizedTest
  @CsvSource({"-1", "101"})
  void aQualityOffTheScale_isRefused(int quality) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Encoding(Optional.empty(), OptionalInt.of(quality)))
        .withMessage("a quality is between 0 and 100, got " + quality);
  }
}

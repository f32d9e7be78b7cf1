package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.FrameHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A video with sound and subtitles, read and written again, in the eyes of FFmpeg's programs. */
class StreamCopyIT {
  private static final long MAX_PIXELS = 10_000;

  @TempDir private Path folder;
  private Path subtitles;

  @BeforeEach
  void writeSubtitles() throws IOException {
    subtitles = folder.resolve("words.srt");
    Files.writeString(
        subtitles,
        """
        1
        00:00:00,300 --> 00:00:00,900
        It rains.

        2
        00:00:01,100 --> 00:00:01,700
        It does not.
        """);
  }

  /** With AAC, whose first packet lies before zero. */
  private Path original(String name, String subtitleCodec) throws Exception {
    Path file = folder.resolve(name);
    FfmpegTool.make(
        file,
        FfmpegTool.pictureAndTone(
            2,
            "-i",
            subtitles.toString(),
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-c:v",
            "libopenh264",
            "-c:a",
            "aac",
            "-c:s",
            subtitleCodec,
            "-metadata",
            "title=The yard",
            "-metadata:s:a",
            "language=deu"));
    return file;
  }

  /** What the pictures' way through the program leaves of it. */
  private List<String> rewrite(Path original, Path copy) throws InterruptedException {
    try (VideoReader reader = VideoReader.open(original, MAX_PIXELS);
        VideoFileSink sink = VideoFileSink.open(copy, Encoding.USUAL, Optional.of(original))) {
      new FramePipeline(image -> image, 1).run(reader, sink);
      sink.finish();
      return sink.refused();
    }
  }

  @Test
  void soundAndSubtitles_areCopiedPacketForPacket_andPicturesKeepTheirTimes() throws Exception {
    Path original = original("yard.mp4", "mov_text");
    Path copy = folder.resolve("copy.mp4");

    assertThat(rewrite(original, copy)).isEmpty();

    assertThat(FfmpegTool.packets(copy, "a"))
        .isEqualTo(FfmpegTool.packets(original, "a"))
        .hasSizeGreaterThan(80);
    assertThat(FfmpegTool.packets(copy, "s"))
        .isEqualTo(FfmpegTool.packets(original, "s"))
        .hasSizeGreaterThan(2);
    String times = "stream=codec_type,start_time,duration,nb_frames";
    assertThat(FfmpegTool.entries(copy, times)).isEqualTo(FfmpegTool.entries(original, times));
    String times2 = "packet=codec_type,pts,duration";
    assertThat(FfmpegTool.entries(copy, times2))
        .containsExactlyInAnyOrderElementsOf(FfmpegTool.entries(original, times2));
  }

  @Test
  void titleAndLanguages_areKept() throws Exception {
    Path copy = folder.resolve("copy.mp4");

    rewrite(original("yard.mp4", "mov_text"), copy);

    assertThat(FfmpegTool.entries(copy, "format_tags=title")).containsExactly("TAG:title=The yard");
    assertThat(FfmpegTool.entries(copy, "stream_tags=language")).contains("TAG:language=deu");
  }

  @Test
  void matroska_keepsItsOwnSubtitles() throws Exception {
    Path original = original("yard.mkv", "srt");
    Path copy = folder.resolve("copy.mkv");

    assertThat(rewrite(original, copy)).isEmpty();

    assertThat(FfmpegTool.packets(copy, "s"))
        .isEqualTo(FfmpegTool.packets(original, "s"))
        .hasSize(2);
    assertThat(FfmpegTool.packets(copy, "a")).isEqualTo(FfmpegTool.packets(original, "a"));
  }

  @Test
  void whatTheFileCannotHold_isNamed_andTheRestIsCopied() throws Exception {
    Path original = original("yard.mkv", "srt");
    Path copy = folder.resolve("copy.mp4");

    assertThat(rewrite(original, copy)).containsExactly("subtitle stream 2 (subrip)");

    assertThat(FfmpegTool.packets(copy, "a")).hasSameSizeAs(FfmpegTool.packets(original, "a"));
    assertThat(FfmpegTool.entries(copy, "stream=codec_name"))
        .containsExactly("codec_name=h264", "codec_name=aac");
  }

  /** Two chapters, the second of which ends with the video. */
  private Path withChapters(String name) throws Exception {
    Path words = folder.resolve("chapters.txt");
    Files.writeString(
        words,
        """
        ;FFMETADATA1
        title=The yard
        [CHAPTER]
        TIMEBASE=1/1000
        START=0
        END=1200
        title=Rain
        [CHAPTER]
        TIMEBASE=1/1000
        START=1200
        END=2000
        title=Sun
        """);
    Path file = folder.resolve(name);
    FfmpegTool.make(
        file,
        FfmpegTool.pictureAndTone(
            2,
            "-i",
            words.toString(),
            "-map",
            "0",
            "-map",
            "1",
            "-map_chapters",
            "2",
            "-c:v",
            "mpeg4",
            "-c:a",
            "aac"));
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "yard.mp4, copy.mp4",
    "yard.mkv, copy.mkv",
    "yard.mkv, copy.mp4",
    "yard.mp4, copy.mkv"
  })
  void chapters_keepTheirTimesAndTitles(String from, String to) throws Exception {
    Path original = withChapters(from);
    Path copy = folder.resolve(to);

    assertThat(rewrite(original, copy)).isEmpty();

    String chapters = "chapter=start_time,end_time:chapter_tags=title";
    assertThat(FfmpegTool.entries(copy, chapters))
        .isEqualTo(FfmpegTool.entries(original, chapters))
        .containsExactly(
            "start_time=0.000000",
            "end_time=1.200000",
            "TAG:title=Rain",
            "start_time=1.200000",
            "end_time=2.000000",
            "TAG:title=Sun");
    assertThat(FfmpegTool.packets(copy, "a")).hasSameSizeAs(FfmpegTool.packets(original, "a"));
  }

  // In MP4 the first chapter begins with the file.
  @ParameterizedTest
  @CsvSource({"copy.mp4, 0.000000", "copy.mkv, 0.040000"})
  void chapters_moveWithAVideoThatBeginsBeforeZero(String name, String first) throws Exception {
    Path original = withChapters("yard.mkv");
    Path copy = folder.resolve(name);
    FrameHeaders headers =
        FrameHeaders.none().with("ce_timebase", "1/1000").with("ce_framerate", "25/1");

    try (VideoFileSink sink = VideoFileSink.open(copy, Encoding.USUAL, Optional.of(original))) {
      for (int i = 0; i < 3; i++) {
        sink.accept(new VideoFrame(Pictures.waves(64, 48, i), -40 + 40 * i), headers);
      }
      sink.finish();
    }

    assertThat(FfmpegTool.entries(copy, "chapter=start_time"))
        .containsExactly("start_time=" + first, "start_time=1.240000");
  }

  @Test
  void anOriginalThatIsNoVideo_isRefused_beforeAFrameIsRestored() {
    Path copy = folder.resolve("copy.mp4");

    assertThatThrownBy(
            () -> VideoFileSink.open(copy, Encoding.USUAL, Optional.of(folder.resolve("gone.mp4"))))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith(
            folder.resolve("gone.mp4") + " is no picture or video that FFmpeg can read: ");
    assertThat(copy).doesNotExist();
  }
}

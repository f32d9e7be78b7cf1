package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FfmpegTool;
import io.iptstreams.media.VideoFormat;
import io.iptstreams.media.VideoFrame;
import io.iptstreams.media.VideoReader;
import io.iptstreams.media.VideoWriter;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code restore} of a video that the test makes, without loss and with uneven times. */
@Timeout(120)
class RestoreVideoIT {
  private static final long[] TIMES = {0, 33, 40, 140, 141, 200, 207};

  @TempDir private Path folder;

  private Path noisy() {
    Random random = new Random(1);
    Path file = folder.resolve("noisy.mkv");
    VideoFormat format = new VideoFormat(52, 38, new Fraction(1, 1000), new Fraction(30, 1));
    try (VideoWriter writer = VideoWriter.open(file, format)) {
      for (long time : TIMES) {
        float[] samples = new float[3 * 38 * 52];
        for (int i = 0; i < samples.length; i++) {
          samples[i] = random.nextInt(256);
        }
        writer.write(new VideoFrame(new Image(3, 38, 52, samples), time));
      }
      writer.finish();
    }
    return file;
  }

  private static List<VideoFrame> frames(Path video) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(video, 1_000_000)) {
      for (Optional<VideoFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }

  @Test
  void everyFrame_keepsItsTime_andIsWhatItWouldBeByWayOfATopic() {
    Path noisy = noisy();
    Path better = folder.resolve("better.mkv");

    Spoken answer =
        Spoken.of("restore", noisy.toString(), better.toString(), "--task", "upscale-x2");

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "noise, as estimated: [0-9.]+ levels, restored [0-9.]+; [0-9.]+ dB from the"
                            + " input"),
            line ->
                assertThat(line)
                    .matches(
                        "[0-9.]+ frames/s, [0-9]+ % of the processor time for reading and [0-9]+ % for"
                            + " writing(; flicker where nothing moves: [0-9.]+ levels, restored"
                            + " [0-9.]+)?"),
            line -> assertThat(line).isEqualTo("wrote 7 frames to " + better));
    List<VideoFrame> restored = frames(better);
    assertThat(restored)
        .extracting(VideoFrame::pts)
        .isEqualTo(Arrays.stream(TIMES).boxed().toList());
    assertThat(restored).extracting(VideoFrame::image).isEqualTo(asFiles(frames(noisy)));
  }

  /** As the stage sees them: a file in, a file out. */
  private static List<Image> asFiles(List<VideoFrame> frames) {
    try (Pipeline pipeline =
        Pipeline.open("ipt-nano", DeviceChoice.parse("auto"), Limits.defaults())) {
      List<Image> restored = new ArrayList<>();
      for (VideoFrame frame : frames) {
        byte[] file = ImageCodec.encode(frame.image(), ImageFormat.PNG);
        byte[] better = pipeline.restorer().restore(file, List.of(pipeline.task("upscale-x2")));
        restored.add(ImageCodec.decode(better, 1_000_000));
      }
      return restored;
    }
  }

  @Test
  void aVideoThatBreaksOff_isRestoredAsFarAsItGoes_andThatIsSaid() throws IOException {
    byte[] whole = Files.readAllBytes(noisy());
    Path cut = folder.resolve("cut.mkv");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path better = folder.resolve("better.mp4");

    Spoken answer = Spoken.of("restore", cut.toString(), better.toString(), "--task", "denoise-30");

    assertThat(answer.status()).isZero();
    assertThat(answer.err()).contains(cut + " promises 7 frames and has ");
    assertThat(frames(better)).hasSizeBetween(2, 5);
  }

  @Test
  void whatIsNoVideo_isRefused_andLeavesNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.mkv"), "no video");
    Path better = folder.resolve("better.mp4");

    Spoken answer = Spoken.of("restore", text.toString(), better.toString(), "--task", "derain");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo(
            text
                + " is no picture or video that FFmpeg can read: Invalid data found when processing input\n");
    assertThat(folder).isDirectoryContaining(text::equals);
    assertThat(better).doesNotExist();
  }

  @Test
  void anEndingThatNoVideoHas_isWrongUsage() {
    Path better = folder.resolve("better.avi");

    Spoken answer = Spoken.of("restore", noisy().toString(), better.toString(), "--task", "derain");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("the output must end in .png, .jpg");
    assertThat(answer.err()).contains(".mp4 or .mkv for a video, got " + better);
  }

  @Test
  void interlacedFrames_areRestoredAsTheyAre_andThatIsSaid() throws Exception {
    Path woven = folder.resolve("woven.mpg");
    FfmpegTool.make(
        woven,
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=48x48:rate=25:duration=0.2",
        "-vf",
        "setfield=tff",
        "-c:v",
        "mpeg2video",
        "-flags",
        "+ildct+ilme");
    Path better = folder.resolve("better.mp4");

    Spoken answer =
        Spoken.of("restore", woven.toString(), better.toString(), "--task", "denoise-30");

    assertThat(answer.status()).isZero();
    assertThat(answer.err())
        .contains(
            woven
                + ": interlaced frames, each taken as one picture: 5; deinterlace the video first,"
                + " e.g. with ffmpeg -vf bwdif\n");
  }

  @Test
  void chosenEncoderAndQuality_areUsed() {
    Path coarse = folder.resolve("coarse.mp4");
    Path fine = folder.resolve("fine.mp4");
    String noisy = noisy().toString();

    for (Path file : List.of(coarse, fine)) {
      String quality = file.equals(fine) ? "80" : "20";
      Spoken answer =
          Spoken.of(
              "restore",
              noisy,
              file.toString(),
              "--task",
              "denoise-30",
              "--encoder",
              "vp9",
              "--quality",
              quality);
      assertThat(answer.status()).isZero();
    }

    assertThat(fine.toFile().length()).isGreaterThan(coarse.toFile().length());
  }

  @Test
  void anEncoderThatTheFileDoesNotTake_isWrongUsage_andNothingIsDone() {
    Path better = folder.resolve("better.mp4");

    Spoken answer =
        Spoken.of(
            "restore", "gone.mkv", better.toString(), "--task", "derain", "--encoder", "ffv1");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("a .mp4 file takes no ffv1: it can be h264, ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEncoderForAPicture_isWrongUsage() {
    Spoken answer = Spoken.of("restore", "a.png", "b.png", "--task", "derain", "--quality", "90");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualTo(
            "--encoder and --quality are for a video that ends in .mp4 or .mkv, got b.png\n");
  }
}

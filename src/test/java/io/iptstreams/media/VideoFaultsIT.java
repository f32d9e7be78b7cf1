package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.frame.Fraction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are missing, broken or of the wrong kind, and outputs that cannot be written. */
class VideoFaultsIT {
  private static final long MAX_PIXELS = 1_000_000;
  private static final VideoFormat FORMAT =
      new VideoFormat(64, 48, new Fraction(1, 1000), new Fraction(25, 1));

  @TempDir Path folder;

  @Test
  void open_ofAMissingFile_namesIt() {
    Path file = folder.resolve("gone.mp4");

    assertThatExceptionOfType(MediaException.class)
        .isThrownBy(() -> VideoReader.open(file, MAX_PIXELS))
        .withMessage("there is no video file " + file);
  }

  @Test
  void open_ofGarbage_saysThatItIsNoVideo() throws IOException {
    Path file = folder.resolve("garbage.mp4");
    byte[] garbage = new byte[5000];
    new Random(1).nextBytes(garbage);
    Files.write(file, garbage);

    assertThatExceptionOfType(MediaException.class)
        .isThrownBy(() -> VideoReader.open(file, MAX_PIXELS))
        .withMessageStartingWith(file + " is no picture or video that FFmpeg can read: ");
  }

  @Test
  void open_ofSound_saysThatItHasNoVideoStream() throws IOException {
    Path file = folder.resolve("sound.wav");
    Files.write(file, silence());

    assertThatExceptionOfType(MediaException.class)
        .isThrownBy(() -> VideoReader.open(file, MAX_PIXELS))
        .withMessage(file + " has no video stream, only 1 stream(s) of other kinds");
  }

  @Test
  void open_ofATooLargePicture_namesBothNumbers() {
    Path file = write("large.mkv", 3);

    assertThatExceptionOfType(MediaException.class)
        .isThrownBy(() -> VideoReader.open(file, 3071))
        .withMessage(file + " has pictures of 64 × 48 = 3072 pixels, at most 3071 are accepted");
  }

  @Test
  void truncatedFile_deliversTheFramesItHas() throws IOException {
    Path whole = write("whole.mkv", 30);
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("truncated.mkv");
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 6 / 10));

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      int frames = 0;
      for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertThat(frame.get().pts()).isEqualTo(40L * frames);
        frames++;
      }
      assertThat(frames).isBetween(15, 19);
      assertThat(reader.promisedFrames()).hasValue(30);
    }
  }

  @Test
  void wholeFile_promisesNoMoreThanItHas() {
    for (String name : List.of("whole.mkv", "whole.mp4")) {
      try (VideoReader reader = VideoReader.open(write(name, 30), MAX_PIXELS)) {
        while (reader.next().isPresent()) {
          assertThat(reader.corruptFrames()).isZero();
        }
        assertThat(reader.promisedFrames()).isEmpty();
      }
    }
  }

  @Test
  void folder_isNoVideoFile() {
    assertThatThrownBy(() -> VideoReader.open(folder, MAX_PIXELS))
        .isInstanceOf(MediaException.class)
        .hasMessage(folder + " is a folder; give one video file");
  }

  @Test
  void damagedFile_isReadToItsEndAndTheDamageCounted() throws IOException {
    Path file = write("damaged.mp4", 50);
    byte[] bytes = Files.readAllBytes(file);
    // The index is at the end; the middle is frames only.
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      bytes[bytes.length / 3 + random.nextInt(bytes.length / 3)] ^=
          (byte) (1 + random.nextInt(255));
    }
    Files.write(file, bytes);

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      long last = -1;
      int frames = 0;
      for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertThat(frame.get().pts()).isGreaterThan(last);
        last = frame.get().pts();
        frames++;
      }
      assertThat(frames).isBetween(15, 50);
      assertThat(reader.corruptFrames()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.mkv", "time 12:30.mp4", "100%d.mkv", "crypto:x.mp4"})
  void namesThatLookLikeSomethingElse_areFileNames(String name) {
    Path file = write(name, 2);

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      assertThat(reader.next()).isPresent();
    }
  }

  @Test
  void write_toAnUnknownEnding_saysWhichThereAre() {
    assertThatThrownBy(() -> VideoWriter.open(folder.resolve("clip.avi"), FORMAT))
        .isInstanceOf(MediaException.class)
        .hasMessageEndingWith(
            "clip.avi; the name must end in .mp4 (H.264) or .mkv (FFV1, lossless)");
  }

  @Test
  void write_toAMissingFolder_namesIt() {
    Path file = folder.resolve("none").resolve("clip.mp4");

    assertThatThrownBy(() -> VideoWriter.open(file, FORMAT))
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot write " + file + ": there is no folder " + folder.resolve("none"));
  }

  @Test
  void write_overAFolder_isRefused() throws IOException {
    Path file = Files.createDirectory(folder.resolve("folder.mp4"));

    assertThatThrownBy(() -> VideoWriter.open(file, FORMAT))
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot write " + file + ": it is a folder");
  }

  @Test
  void write_ofAnotherSize_namesBoth() {
    try (VideoWriter writer = VideoWriter.open(folder.resolve("clip.mkv"), FORMAT)) {
      assertThatThrownBy(() -> writer.write(new VideoFrame(Pictures.waves(48, 64, 0), 0)))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("frame 0 is 3 × 64 × 48")
          .hasMessageContaining("takes 3 × 48 × 64");
    }
  }

  @Test
  void write_ofATimeThatIsNotLater_namesBoth() {
    try (VideoWriter writer = VideoWriter.open(folder.resolve("clip.mkv"), FORMAT)) {
      writer.write(new VideoFrame(Pictures.waves(64, 48, 0), 40));
      assertThatThrownBy(() -> writer.write(new VideoFrame(Pictures.waves(64, 48, 1), 40)))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("frame 1 of ")
          .hasMessageEndingWith("at 40 × 1/1000 s, which is not after the frame before it at 40");
    }
  }

  @Test
  void write_ofTwoFramesInOneMillisecondOfMkv_saysWhatKeepsThem() {
    VideoFormat fine = new VideoFormat(64, 48, new Fraction(1, 90_000), new Fraction(25, 1));
    try (VideoWriter writer = VideoWriter.open(folder.resolve("clip.mkv"), fine)) {
      writer.write(new VideoFrame(Pictures.waves(64, 48, 0), 0));
      assertThatThrownBy(() -> writer.write(new VideoFrame(Pictures.waves(64, 48, 1), 40)))
          .isInstanceOf(MediaException.class)
          .hasMessageEndingWith(
              "falls on the same 1/1000 s as the frame before it; "
                  + "write to .mp4, whose times are exact");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mkv", "clip.mp4"})
  void closedWithoutFinish_staysAPlayablePart(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "the older file");
    try (VideoWriter writer = VideoWriter.open(file, FORMAT)) {
      writer.write(new VideoFrame(Pictures.waves(64, 48, 0), 0));
    }

    assertThat(file).hasContent("the older file");
    try (VideoReader reader = VideoReader.open(folder.resolve(name + ".part"), MAX_PIXELS)) {
      assertThat(reader.next()).isPresent();
    }
  }

  /** What a killed process leaves: what it had written, and of that what came to the disk. */
  @ParameterizedTest
  @ValueSource(strings = {"clip.mkv", "clip.mp4"})
  void whatWasWrittenSoFar_isPlayable_evenCutOff(String name) throws IOException {
    Path left = folder.resolve("left-" + name);
    try (VideoWriter writer = VideoWriter.open(folder.resolve(name), FORMAT)) {
      for (int i = 0; i < 500; i++) {
        writer.write(new VideoFrame(Pictures.waves(64, 48, i), 40L * i));
      }
      byte[] soFar = Files.readAllBytes(folder.resolve(name + ".part"));
      Files.write(left, Arrays.copyOf(soFar, soFar.length * 6 / 10));
    }

    int frames = 0;
    try (VideoReader reader = VideoReader.open(left, MAX_PIXELS)) {
      for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertThat(frame.get().pts() * reader.timeBase().toDouble())
            .isCloseTo(0.04 * frames, within(1e-9));
        frames++;
      }
    }
    // 500 less the 50 of the last fragment, and 60 % of that.
    assertThat(frames).isBetween(200, 300);
  }

  @Test
  void finishedWithoutAFrame_leavesNothing() {
    Path file = folder.resolve("empty.mp4");
    try (VideoWriter writer = VideoWriter.open(file, FORMAT)) {
      assertThatThrownBy(writer::finish)
          .isInstanceOf(MediaException.class)
          .hasMessage("no frame was written to " + file + "; a video has at least one");
    }

    assertThat(folder).isEmptyDirectory();
  }

  private Path write(String name, int frames) {
    Path file = folder.resolve(name);
    try (VideoWriter writer = VideoWriter.open(file, FORMAT)) {
      for (int i = 0; i < frames; i++) {
        writer.write(new VideoFrame(Pictures.waves(64, 48, i), 40L * i));
      }
      writer.finish();
    }
    return file;
  }

  /** A WAV file of a tenth of a second. */
  private static byte[] silence() {
    int samples = 800;
    ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
    while (wav.hasRemaining()) {
      wav.put((byte) 128);
    }
    return wav.array();
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a draft takes over of a video that was broken off, and what it does not. */
class VideoDraftIT {
  private static final Fraction RATE = new Fraction(10, 1);
  private static final int SEGMENT = VideoWriter.framesPerSegment(RATE);

  @TempDir private Path folder;

  private Path breakOff(String work, int frames) {
    Path video = folder.resolve("film.mkv");
    VideoDraft.of(video, work, RATE);
    try (VideoWriter writer =
        VideoWriter.open(video, new VideoFormat(16, 16, new Fraction(1, 1000), RATE))) {
      for (int i = 0; i < frames; i++) {
        writer.write(new VideoFrame(Image.blank(3, 16, 16), 100L * i));
      }
    }
    return video;
  }

  @Test
  void ofTheSameWork_wholeSegmentsAreTakenOver() {
    Path video = breakOff("denoise-30", 2 * SEGMENT + 7);

    assertThat(VideoDraft.of(video, "denoise-30", RATE).finishedFrames()).isEqualTo(2 * SEGMENT);
  }

  @Test
  void ofOtherWork_nothingIsTakenOver_alsoNotAtTheNextTry() {
    Path video = breakOff("denoise-30", 2 * SEGMENT + 7);

    assertThat(VideoDraft.of(video, "denoise-50", RATE).finishedFrames()).isZero();
    // That process was killed before its first frame.
    assertThat(VideoDraft.of(video, "denoise-50", RATE).finishedFrames()).isZero();
  }

  @Test
  void whatAFileIsOverwrittenByOtherwise_isNotTakenOver() throws IOException {
    Path video = breakOff("denoise-30", 2 * SEGMENT + 7);

    try (VideoFileSink sink = VideoFileSink.open(video, Encoding.USUAL)) {
      FrameSource two = new GeneratedFrames(2);
      for (var frame = two.next(); frame.isPresent(); frame = two.next()) {
        sink.accept(frame.get(), two.headers());
      }
    }

    assertThat(VideoDraft.of(video, "denoise-30", RATE).finishedFrames()).isZero();
    assertThat(Files.exists(folder.resolve("film.mkv.part.before"))).isFalse();
  }

  @Test
  void aProcessThatAddsNothing_leavesWhatThereWas() {
    Path video = breakOff("denoise-30", 2 * SEGMENT + 7);
    VideoDraft draft = VideoDraft.of(video, "denoise-30", RATE);

    try (VideoFileSink sink = VideoFileSink.open(video, Encoding.USUAL)) {
      sink.continueFrom(draft, new long[draft.finishedFrames()]);
    }

    assertThat(folder.resolve("film.mkv.part")).exists();
    assertThat(VideoDraft.of(video, "denoise-30", RATE).finishedFrames()).isEqualTo(2 * SEGMENT);
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.frame.Fraction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A clip of the world outside, not of our own writer; skipped where it does not lie. */
class SharedClipIT {
  private static final Path CLIP = Path.of("../shared/data/clips/bigbuckbunny-720p.mp4");

  @Test
  void bigBuckBunny_has132FramesAt25PerSecond() {
    assumeTrue(Files.isRegularFile(CLIP), "not here: " + CLIP);

    try (VideoReader reader = VideoReader.open(CLIP, 1280 * 720)) {
      assertThat(reader.width()).isEqualTo(1280);
      assertThat(reader.height()).isEqualTo(720);
      assertThat(reader.frameRate()).isEqualTo(new Fraction(25, 1));
      assertThat(reader.estimatedFrames()).hasValue(132);
      double unitsPerFrame = 0.04 / reader.timeBase().toDouble();
      long first = 0;
      int frames = 0;
      for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        if (frames == 0) {
          first = frame.get().pts();
        }
        assertThat(frame.get().pts() - first).isEqualTo(Math.round(frames * unitsPerFrame));
        frames++;
      }
      assertThat(frames).isEqualTo(132);
      assertThat(reader.corruptFrames()).isZero();
    }
  }
}

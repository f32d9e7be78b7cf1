package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterlaceIT {
  @TempDir private Path folder;

  private long interlacedFrames(Path file) {
    try (VideoReader reader = VideoReader.open(file, 10_000)) {
      while (reader.next().isPresent()) {}
      return reader.interlacedFrames();
    }
  }

  private Path broadcast(String... flags) throws Exception {
    Path file = folder.resolve("broadcast.mpg");
    String[] words = {
      "-f", "lavfi", "-i", "testsrc2=size=64x50:rate=50:duration=0.4", "-c:v", "mpeg2video"
    };
    String[] all = Arrays.copyOf(words, words.length + flags.length);
    System.arraycopy(flags, 0, all, words.length, flags.length);
    FfmpegTool.make(file, all);
    return file;
  }

  @Test
  void interlacedFrames_areCounted() throws Exception {
    Path file = broadcast("-vf", "setfield=tff", "-flags", "+ildct+ilme");

    assertThat(interlacedFrames(file)).isEqualTo(20);
  }

  @Test
  void progressiveFrames_areNot() throws Exception {
    assertThat(interlacedFrames(broadcast())).isZero();
  }
}

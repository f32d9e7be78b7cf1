package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.Fraction;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening, using, failing and closing over and over must not grow the process. */
class NativeMemoryIT {
  private static final VideoFormat FORMAT =
      new VideoFormat(640, 360, new Fraction(1, 25), new Fraction(25, 1));

  @TempDir Path folder;

  @Test
  void manyOpenings_keepTheProcessItsSize() {
    // After a few rounds the heap and the allocator's pools are full. A picture of 640 × 360 × 4
    // bytes leaked twice a round would be 184 MB; without a leak it is about 3 MB.
    rounds(40);
    long before = Pointer.physicalBytes();
    rounds(100);

    assertThat(Pointer.physicalBytes() - before).isLessThan(60_000_000);
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      for (String name : new String[] {"clip.mp4", "clip.mkv"}) {
        Path file = folder.resolve(name);
        try (VideoWriter writer = VideoWriter.open(file, FORMAT)) {
          writer.write(new VideoFrame(Pictures.plain(640, 360, 80, 90, 100), 0));
          writer.write(new VideoFrame(Pictures.plain(640, 360, 80, 90, 100), 1));
          writer.finish();
        }
        try (VideoReader reader = VideoReader.open(file, 1_000_000)) {
          // Closed in the middle: one frame is never fetched.
          assertThat(reader.next()).isPresent();
        }
        assertThatThrownBy(() -> VideoReader.open(file, 1000)).isInstanceOf(MediaException.class);
      }
    }
  }
}

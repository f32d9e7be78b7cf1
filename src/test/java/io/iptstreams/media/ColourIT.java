package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;

import io.iptstreams.image.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips of known colours, with the YUV samples worked out by hand, must decode to the colours that
 * those samples stand for.
 */
class ColourIT {
  @TempDir Path folder;

  @Test
  void bt601_decodesWithin1Level() {
    assertDecodes(YuvClip.BT601, AVCOL_SPC_SMPTE170M, 720);
  }

  @Test
  void bt709_decodesWithin1Level() {
    assertDecodes(YuvClip.BT709, AVCOL_SPC_BT709, 64);
  }

  @Test
  void bt2020_decodesWithin1Level() {
    assertDecodes(YuvClip.BT2020, AVCOL_SPC_BT2020_NCL, 64);
  }

  @Test
  void fullRange_decodesWithin1Level() {
    assertDecodes(YuvClip.BT601_FULL, AVCOL_SPC_SMPTE170M, 64);
    assertDecodes(YuvClip.BT709_FULL, AVCOL_SPC_BT709, 64);
    assertDecodes(YuvClip.BT2020_FULL, AVCOL_SPC_BT2020_NCL, 64);
  }

  @Test
  void untaggedBelow720Rows_isTakenAsBt601() {
    assertDecodes(YuvClip.BT601, AVCOL_SPC_UNSPECIFIED, 719);
  }

  @Test
  void untaggedFrom720Rows_isTakenAsBt709() {
    assertDecodes(YuvClip.BT709, AVCOL_SPC_UNSPECIFIED, 720);
  }

  private void assertDecodes(YuvClip clip, int colorspace, int height) {
    Image image = cube(height);
    Path file = folder.resolve("colours.mkv");
    clip.write(file, image, colorspace);

    try (VideoReader reader = VideoReader.open(file, 1_000_000)) {
      Image decoded = reader.next().orElseThrow().image();
      assertThat(reader.next()).isEmpty();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < image.width(); x++) {
          double[] right =
              clip.colour(clip.levels(image.at(0, y, x), image.at(1, y, x), image.at(2, y, x)));
          for (int channel = 0; channel < 3; channel++) {
            assertThat((double) decoded.at(channel, y, x)).isCloseTo(right[channel], within(1.0));
          }
        }
      }
    }
  }

  /** The colours of a 6 × 6 × 6 cube, over and over: 36 columns, a new red in each row. */
  private static Image cube(int height) {
    int width = 36;
    float[] samples = new float[3 * height * width];
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples[y * width + x] = 51 * (y % 6);
        samples[plane + y * width + x] = 51 * (x / 6);
        samples[2 * plane + y * width + x] = 51 * (x % 6);
      }
    }
    return new Image(3, height, width, samples);
  }
}

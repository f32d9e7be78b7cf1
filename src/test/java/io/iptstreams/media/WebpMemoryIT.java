package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Pictures, good and bad, must not grow the process. */
class WebpMemoryIT {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** A plane of alpha leaked once a round would be 23 MB, every other picture more. */
  @Test
  void aHundredRounds_keepTheProcessItsSize() throws IOException {
    assertThat(growthInItsOwnProcess()).isLessThan(10_000_000);
  }

  /** With a heap that is there from the start, all that grows is outside of it. */
  private static long growthInItsOwnProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx96m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Rounds.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(out.strip());
  }

  /** Codes pictures; prints by how many bytes the process grew in the last hundred rounds. */
  static final class Rounds {
    private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());

    public static void main(String[] arguments) {
      Image rgb = Pictures.waves(WIDTH, HEIGHT, 0);
      Image rgba = new Image(4, HEIGHT, WIDTH, Arrays.copyOf(rgb.samples(), 4 * HEIGHT * WIDTH));
      Arrays.fill(rgba.samples(), 3 * HEIGHT * WIDTH, 4 * HEIGHT * WIDTH, 99);
      byte[] lossy = CODEC.encode(rgba, ImageFormat.WEBP, FileDetails.lossy());
      for (int round = 0; round < 20; round++) {
        round(rgb, lossy);
      }
      long before = Pointer.physicalBytes();
      for (int round = 0; round < 100; round++) {
        round(rgb, lossy);
      }
      System.out.println(Pointer.physicalBytes() - before);
    }

    private static void round(Image rgb, byte[] lossy) {
      byte[] lossless = CODEC.encode(rgb, ImageFormat.WEBP, FileDetails.lossless(8));
      for (byte[] file : new byte[][] {lossless, lossy}) {
        CODEC.decode(file, WIDTH * HEIGHT);
        byte[] bad = file.clone();
        Arrays.fill(bad, bad.length / 2, bad.length, (byte) 0);
        refused(bad);
        Arrays.fill(bad, 100, bad.length, (byte) -1);
        refused(bad);
      }
    }

    private static void refused(byte[] bad) {
      try {
        CODEC.decode(bad, WIDTH * HEIGHT);
      } catch (ImageException expected) {
        // Not every damage can be told from a picture.
      }
    }
  }
}

package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iptstreams.degrade.BicubicReduction;
import io.iptstreams.degrade.Rain;
import io.iptstreams.evaluate.Psnr;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * What we measure and how we spoil pictures agrees with the official code. The recipe's streaks are
 * pictures of a data set and ours are drawn, so rain is compared by how streaks are laid over a
 * picture.
 */
class MeasureParityIT {
  /** Low-resolution pixels; a kernel reaches two of them. */
  private static final int FRAME = 4;

  @Test
  void quantised_agreesExactly() throws IOException {
    assertThat(Fixtures.array("metrics/sr").picture(0).quantised())
        .isEqualTo(Fixtures.array("metrics/sr-quantised").picture(0));
  }

  @Test
  void psnr_agreesForBothChannelsAndAllBorders() throws IOException {
    Image restored = Fixtures.array("metrics/sr-quantised").picture(0);
    Image clean = Fixtures.array("metrics/hr").picture(0);
    JsonNode metrics = Fixtures.manifest("manifest.json").path("metrics");
    for (int scale = 1; scale <= 4; scale++) {
      int border = scale > 1 ? scale : 0;
      assertThat(Psnr.Y.of(restored, clean, border))
          .isCloseTo(metrics.path("psnr_y_scale" + scale).asDouble(), Offset.offset(1e-4));
      assertThat(Psnr.RGB.of(restored, clean, border))
          .isCloseTo(metrics.path("psnr_rgb_scale" + scale).asDouble(), Offset.offset(1e-4));
    }
  }

  /**
   * The recipe repeats the edge at the border where MATLAB, and we, mirror. Inside, both are the
   * same; and with the edge repeated by hand, so that our mirror is out of reach, everywhere.
   */
  @Test
  void bicubicReduction_agreesUpToTheRuleAtTheBorder() throws IOException {
    for (int scale = 2; scale <= 4; scale++) {
      Image clean = Fixtures.array("degrade/sr" + scale + "-hr").picture(0);
      Image recorded = Fixtures.array("degrade/sr" + scale + "-lr").picture(0);
      Image mirrored = new BicubicReduction(scale).spoil(clean, new Random(0));
      Image repeated =
          new BicubicReduction(scale)
              .spoil(withEdgeRepeated(clean, FRAME * scale), new Random(0))
              .crop(FRAME, FRAME, recorded.height(), recorded.width());
      System.out.printf(
          "parity degrade x%d: differing samples %d inside, %d with our border, %d with theirs%n",
          scale,
          differing(mirrored, recorded, 2),
          differing(mirrored, recorded, 0),
          differing(repeated, recorded, 0));
      assertThat(differing(mirrored, recorded, 2)).isZero();
      assertThat(differing(repeated, recorded, 0)).isZero();
    }
  }

  @Test
  void rain_laysStreaksOverAPictureAsTheRecipeDoes() throws IOException {
    Image clean = Fixtures.array("degrade/derain-hr").picture(0);
    Image streaks = Fixtures.array("degrade/derain-streaks").picture(0);
    assertThat(Rain.over(clean, streaks)).isEqualTo(Fixtures.array("degrade/derain-lr").picture(0));
  }

  /** Samples inside a border that round to another level; one close to a half may go either way. */
  private static int differing(Image exact, Image recorded, int border) {
    Image rounded = exact.quantised();
    int count = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = border; y < recorded.height() - border; y++) {
        for (int x = border; x < recorded.width() - border; x++) {
          boolean half = Math.abs(Math.abs(exact.at(c, y, x) % 1) - 0.5f) < 1e-3;
          count += rounded.at(c, y, x) != recorded.at(c, y, x) && !half ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static Image withEdgeRepeated(Image image, int frame) {
    int height = image.height() + 2 * frame;
    int width = image.width() + 2 * frame;
    Image wide = Image.blank(3, height, width);
    int i = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        int fromY = Math.min(image.height() - 1, Math.max(0, y - frame));
        for (int x = 0; x < width; x++) {
          int fromX = Math.min(image.width() - 1, Math.max(0, x - frame));
          wide.samples()[i++] = image.at(c, fromY, fromX);
        }
      }
    }
    return wide;
  }
}

package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iptstreams.degrade.BicubicReduction;
import io.iptstreams.evaluate.Psnr;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * What we measure and how we reduce pictures agrees with the official code. Our rain is drawn
 * otherwise than the recipe's, whose streaks are pictures of a data set, and is not compared.
 */
class MeasureParityIT {

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
   * The recipe clamps indices at the border where MATLAB, and we, mirror; so the outer pixels that
   * a kernel of four low-resolution pixels reaches across the border are left out.
   */
  @Test
  void bicubicReduction_agreesInTheInterior() throws IOException {
    for (int scale = 2; scale <= 4; scale++) {
      Image clean = Fixtures.array("degrade/sr" + scale + "-hr").picture(0);
      Image recorded = Fixtures.array("degrade/sr" + scale + "-lr").picture(0);
      Image reduced = new BicubicReduction(scale).spoil(clean, new Random(0));
      Image rounded = reduced.quantised();
      int different = 0;
      int differentAtTheBorder = 0;
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < recorded.height(); y++) {
          for (int x = 0; x < recorded.width(); x++) {
            boolean inside = Math.min(x, y) >= 2 && Math.max(x, y) < recorded.width() - 2;
            float half = Math.abs(Math.abs(reduced.at(c, y, x) % 1) - 0.5f);
            if (rounded.at(c, y, x) != recorded.at(c, y, x) && half > 1e-3) {
              different += inside ? 1 : 0;
              differentAtTheBorder += inside ? 0 : 1;
            }
          }
        }
      }
      System.out.printf(
          "parity degrade x%d: %d samples differ inside, %d in the two outer rows and columns%n",
          scale, different, differentAtTheBorder);
      assertThat(different).isZero();
    }
  }
}

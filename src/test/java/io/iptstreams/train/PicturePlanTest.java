package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PicturePlanTest {
  @Test
  void plan_ofCropsThatNoWindowHolds_isRefused() {
    assertThatThrownBy(() -> new PicturePlan(769, 1, 1, 1))
        .hasMessage("minimumSide must be 1 to 768 pixels, got 769");
    assertThatThrownBy(() -> new PicturePlan(0, 1, 1, 1))
        .hasMessage("minimumSide must be 1 to 768 pixels, got 0");
  }

  @Test
  void plan_thatEnlargesOrReducesToNothing_isRefused() {
    for (double factor : new double[] {0, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> new PicturePlan(1, factor, 1, 1))
          .hasMessage("reduceTo must be between 0.1 and 1, got " + factor);
    }
  }

  @Test
  void plan_ofNoSteps_isRefused() {
    assertThatThrownBy(() -> new PicturePlan(1, 1, 0, 1))
        .hasMessage("stepsPerShard must be at least 1, got 0");
  }
}

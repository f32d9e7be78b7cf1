package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IptCostTest {
  private static double paperGigaMultiplyAdds(int scale) {
    return new IptCost(Architecture.paper()).multiplyAdds(48, scale) / 1e9;
  }

  @Test
  void multiplyAdds_ofThePaperNetwork_areThePublishedOnes() {
    assertThat(paperGigaMultiplyAdds(1)).isBetween(32.965, 32.975);
    assertThat(paperGigaMultiplyAdds(2)).isBetween(33.315, 33.33);
    assertThat(paperGigaMultiplyAdds(3)).isBetween(33.765, 33.775);
    assertThat(paperGigaMultiplyAdds(4)).isBetween(34.725, 34.735);
  }

  @Test
  void multiplyAdds_growWithTheWindowsOfATile() {
    IptCost cost = new IptCost(Architecture.paper());
    assertThat(cost.multiplyAdds(96, 1)).isEqualTo(4 * cost.multiplyAdds(48, 1));
  }
}

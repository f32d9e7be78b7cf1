package io.iptstreams.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void percentiles_areByNearestRank_inMilliseconds() {
    long[] nanos = LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray();
    assertThat(Latency.of(nanos)).isEqualTo(new Latency(100, 190, 198));
  }

  @Test
  void aSingleFrame_isAllPercentiles() {
    assertThat(Latency.of(1_500_000)).isEqualTo(new Latency(1.5, 1.5, 1.5));
  }
}

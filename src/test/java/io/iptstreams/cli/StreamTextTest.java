package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.bench.Latency;
import io.iptstreams.bench.StreamBenchmark;
import io.iptstreams.bench.TransportBenchmark;
import io.iptstreams.bench.Workload;
import org.junit.jupiter.api.Test;

class StreamTextTest {
  private static final Latency LATENCY = new Latency(10, 20, 31.6);

  @Test
  void ofTheStage_sayWhatItReachesOfTheEngine() {
    StreamBenchmark.Result result =
        new StreamBenchmark.Result(64, 200, 2, 1.9, 1.5, 0.9, 12.3, LATENCY, 0, 0);

    assertThat(StreamText.of("ipt-nano on cpu", Workload.live(8), result))
        .isEqualToNormalizingNewlines(
            """
            ipt-nano on cpu, 8 streams of 96 x 96: engine 2.00 Mpixel/s, without Kafka 1.90, stream 1.50 (200.0 frames/s): 75 % of the engine
            batches of 4 tiles 90 % full; one takes 12.3 ms, and waits at most 20 ms for company
            at half that load from creation to committed result: half within 10 ms, 95 % within 20 ms, 99 % within 32 ms
            64 frames sent, 0 lost, 0 duplicated""");
  }

  @Test
  void ofTransport_sayWhatItReachesOfTheBrokerAndOfARelay() {
    TransportBenchmark.Result result =
        new TransportBenchmark.Result(136, 200, 80, 100, 150, LATENCY, 2, 1);

    assertThat(StreamText.of(result))
        .isEqualToNormalizingNewlines(
            """
            frames of 256 KiB: broker alone 200 MB/s, plain relay 80 MB/s, stream 100 MB/s: 50 % of the broker, 125 % of the relay
            frames that wait on the source: 150 MB/s, 75 % of the broker
            at half that load from creation to committed result: half within 10 ms, 95 % within 20 ms, 99 % within 32 ms
            136 frames sent, 2 lost, 1 duplicated""");
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether it counts rightly; how fast it is depends on the machine. */
@Timeout(300)
class BenchStreamCommandIT {

  private static JsonNode json(String... words) throws IOException {
    Spoken answer = Spoken.of(words);
    assertThat(answer.status()).as(answer.toString()).isZero();
    return new ObjectMapper().readTree(answer.out());
  }

  private static void assertNothingLost(JsonNode result, int frames) {
    assertThat(result.get("frames").asInt()).isEqualTo(frames);
    assertThat(result.get("lost").asInt(-1)).isZero();
    assertThat(result.get("duplicated").asInt(-1)).isZero();
    assertThat(result.at("/latencyMs/p50").asDouble()).isPositive();
    assertThat(result.at("/latencyMs/p95").asDouble())
        .isBetween(result.at("/latencyMs/p50").asDouble(), result.at("/latencyMs/p99").asDouble());
  }

  @Test
  void smallPicturesOfLiveStreams_comeBackOnceEach_besideTheEngineAlone() throws IOException {
    JsonNode result = json("bench", "stream", "--scenario", "live", "--frames", "8", "--json");
    // Eight turns: two to warm up, five that count, one at half load.
    assertNothingLost(result, 8 * 8);
    assertThat(result.get("model").asText()).isEqualTo("ipt-nano");
    assertThat(result.get("device").asText()).isEqualTo("cpu");
    assertThat(result.get("precision").asText()).isIn("float32", "bfloat16");
    assertThat(result.get("threads").asInt()).isPositive();
    double engine = result.get("engineMegapixelsPerSecond").asDouble();
    double stream = result.get("streamMegapixelsPerSecond").asDouble();
    assertThat(engine).isPositive();
    assertThat(result.get("corridorMegapixelsPerSecond").asDouble()).isPositive();
    assertThat(result.get("ratio").asDouble()).isCloseTo(stream / engine, within(1e-9));
    assertThat(result.get("framesPerSecond").asDouble() * 96 * 96 / 1e6)
        .isCloseTo(stream, within(1e-9));
    assertThat(result.get("batchFill").asDouble()).isBetween(0.1, 1.0);
    assertThat(result.get("batchMs").asDouble()).isPositive();
  }

  @Test
  void bytes_passOnceEach_besideTheBrokerAlone() throws IOException {
    JsonNode result = json("bench", "stream", "--scenario", "bytes", "--frames", "8", "--json");
    // Three rounds to warm up, five that count, of two turns each; one turn at half load.
    assertNothingLost(result, 17 * 8);
    double broker = result.get("brokerMegabytesPerSecond").asDouble();
    double stream = result.get("streamMegabytesPerSecond").asDouble();
    assertThat(broker).isPositive();
    assertThat(result.get("relayMegabytesPerSecond").asDouble()).isPositive();
    assertThat(result.get("ratio").asDouble()).isCloseTo(stream / broker, within(1e-9));
    assertThat(result.get("backlogRatio").asDouble() * broker)
        .isCloseTo(result.get("backlogMegabytesPerSecond").asDouble(), within(1e-9));
    assertThat(result.get("backlogMegabytesPerSecond").asDouble()).isPositive();
  }
}

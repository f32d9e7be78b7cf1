package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminSettingsTest {

  @Test
  void loginsOfATopology_areTaken_withAndWithoutPrefix() {
    Map<String, String> kafka =
        Map.of(
            "security.protocol", "SSL",
            "admin.security.protocol", "SASL_SSL",
            "admin.sasl.mechanism", "PLAIN",
            "producer.sasl.mechanism", "OTHER",
            "threads", "3",
            "commit.interval.ms", "10");

    assertThat(AdminSettings.of(kafka, "broker:9092", 1000))
        .containsOnly(
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.mechanism", "PLAIN"),
            Map.entry("bootstrap.servers", "broker:9092"),
            Map.entry("default.api.timeout.ms", 1000),
            Map.entry("request.timeout.ms", 500));
  }
}

package io.iptstreams.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of a client that asks a broker, among them how to log in. */
public final class AdminSettings {
  private AdminSettings() {}

  /**
   * Those of a topology that are for such a client; the ones with {@code admin.} before them win.
   *
   * @param kafka settings of the topology file
   * @param answerWithinMs how long an answer is waited for, in milliseconds; a broker, half as long
   */
  public static Map<String, Object> of(
      Map<String, String> kafka, String bootstrapServers, int answerWithinMs) {
    Map<String, Object> settings = new HashMap<>(kafka);
    kafka.forEach(
        (key, value) -> {
          if (key.startsWith(StreamsConfig.ADMIN_CLIENT_PREFIX)) {
            settings.put(KafkaSettings.name(key), value);
          }
        });
    settings.keySet().retainAll(AdminClientConfig.configNames());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerWithinMs);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, answerWithinMs / 2);
    return settings;
  }
}

package io.iptstreams.stream;

import io.iptstreams.settings.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.streams.StreamsConfig;

/** Looks at single settings of a topology by what Kafka itself says of them. */
final class KafkaSettings {
  private static final ConfigDef STREAMS = StreamsConfig.configDef();
  private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
  private static final ConfigDef PRODUCER = ProducerConfig.configDef();
  private static final ConfigDef ADMIN = AdminClientConfig.configDef();

  /** What may stand before a name, and whose it then is. */
  private static final Map<String, ConfigDef> PREFIXES = new LinkedHashMap<>();

  static {
    PREFIXES.put(StreamsConfig.CONSUMER_PREFIX, CONSUMER);
    PREFIXES.put(StreamsConfig.MAIN_CONSUMER_PREFIX, CONSUMER);
    PREFIXES.put(StreamsConfig.RESTORE_CONSUMER_PREFIX, CONSUMER);
    PREFIXES.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX, CONSUMER);
    PREFIXES.put(StreamsConfig.PRODUCER_PREFIX, PRODUCER);
    PREFIXES.put(StreamsConfig.ADMIN_CLIENT_PREFIX, ADMIN);
  }

  private KafkaSettings() {}

  /** Why Kafka would refuse a value, in its own words; empty if it takes it or asks nobody. */
  static Optional<String> fault(String key, String value) {
    String name = name(key);
    return definitions(key).stream()
        .filter(definition -> definition.names().contains(name))
        .flatMap(definition -> definition.validate(Map.of(name, value)).stream())
        .filter(judged -> judged.name().equals(name))
        .map(ConfigValue::errorMessages)
        .filter(errors -> !errors.isEmpty())
        .map(errors -> String.join("; ", errors))
        .findFirst();
  }

  /**
   * That Kafka has no setting of that name. It would not mind: plug-ins of the user's own find
   * their settings so.
   */
  static Optional<String> unknown(String key) {
    String name = name(key);
    Set<String> known = new TreeSet<>();
    definitions(key).forEach(definition -> known.addAll(definition.names()));
    boolean free =
        key.startsWith(StreamsConfig.TOPIC_PREFIX)
            || key.startsWith(StreamsConfig.CLIENT_TAG_PREFIX);
    return free || known.contains(name)
        ? Optional.empty()
        : Optional.of("is no setting of Kafka" + Spelling.suggestion(name, known));
  }

  private static List<ConfigDef> definitions(String key) {
    return prefix(key)
        .map(prefix -> List.of(PREFIXES.get(prefix)))
        .orElse(List.of(STREAMS, CONSUMER, PRODUCER, ADMIN));
  }

  /** The name of a setting without what says which client it is for. */
  static String name(String key) {
    return prefix(key).map(prefix -> key.substring(prefix.length())).orElse(key);
  }

  private static Optional<String> prefix(String key) {
    return PREFIXES.keySet().stream().filter(key::startsWith).findFirst();
  }
}

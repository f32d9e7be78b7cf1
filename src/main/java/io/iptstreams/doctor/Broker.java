package io.iptstreams.doctor;

import io.iptstreams.stream.AdminSettings;
import io.iptstreams.stream.TopologyDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The Kafka of a set-up, as its admin client tells of it; each question is a visit of its own. */
final class Broker {
  private static final int ANSWER_WITHIN_MS = 6_000;

  private final String servers;
  private final Map<String, String> settings;

  /**
   * @param setUp with bootstrap servers; the Kafka settings of its topology say how to log in
   */
  Broker(SetUp setUp) {
    this.servers = setUp.bootstrapServers().orElseThrow();
    this.settings = setUp.topology().map(TopologyDefinition::kafka).orElse(Map.of());
  }

  String servers() {
    return servers;
  }

  /** For a check's questions; closed by it, which does not wait. */
  Admin visit() {
    return Admin.create(AdminSettings.of(settings, servers, ANSWER_WITHIN_MS));
  }

  /** Waits for an answer; throws what the broker or the client says against it. */
  static <T> T answer(KafkaFuture<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  static Collection<Node> nodes(Admin admin) throws Exception {
    return answer(admin.describeCluster().nodes());
  }

  /** Those of the topics that are there. */
  static Map<String, TopicDescription> topics(Admin admin, Collection<String> names)
      throws Exception {
    Map<String, TopicDescription> there = new LinkedHashMap<>();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names).topicNameValues();
    for (String name : names) {
      try {
        there.put(name, answer(answers.get(name)));
      } catch (UnknownTopicOrPartitionException missing) {
        there.remove(name);
      }
    }
    return there;
  }

  /** A setting of the topics that are there. */
  static Map<String, Long> ofTopics(Admin admin, Collection<String> names, String key)
      throws Exception {
    Map<String, Long> values = new LinkedHashMap<>();
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, KafkaFuture<Config>> answers = admin.describeConfigs(resources).values();
    for (ConfigResource resource : resources) {
      try {
        value(answer(answers.get(resource)), key)
            .ifPresent(value -> values.put(resource.name(), value));
      } catch (UnknownTopicOrPartitionException missing) {
        values.remove(resource.name());
      }
    }
    return values;
  }

  /** The least that a node says of a setting of its own; absent if none of them tells. */
  static OptionalLong leastOfNodes(Admin admin, String key) throws Exception {
    List<ConfigResource> resources =
        nodes(admin).stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    return answer(admin.describeConfigs(resources).all()).values().stream()
        .flatMap(config -> value(config, key).stream())
        .mapToLong(Long::longValue)
        .min();
  }

  private static Optional<Long> value(Config config, String key) {
    return Optional.ofNullable(config.get(key)).map(entry -> Long.parseLong(entry.value()));
  }
}

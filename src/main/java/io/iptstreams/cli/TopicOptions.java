package io.iptstreams.cli;

import io.iptstreams.media.KafkaClients;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which topic of which Kafka. */
final class TopicOptions {
  private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "T",
      description = "where the frames are or go")
  private String topic;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "H:P",
      description = "your Kafka")
  private String bootstrapServers;

  String topic() {
    return topic;
  }

  /**
   * Checks what needs no broker.
   *
   * @throws UsageException if Kafka allows no topic of that name, or no server is given
   */
  void check() {
    if (!TOPIC_NAME.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
      throw new UsageException(
          "--topic must be 1 to 249 letters, digits, dots, dashes and underscores, got \""
              + topic
              + "\"");
    }
    if (bootstrapServers.isBlank()) {
      throw new UsageException(
          "--bootstrap-servers must name a broker, like localhost:9092, got \""
              + bootstrapServers
              + "\"");
    }
  }

  /** The servers, after one of them has said that it knows the topic. */
  String reachedServers() {
    KafkaClients.requireTopic(bootstrapServers, topic);
    return bootstrapServers;
  }
}

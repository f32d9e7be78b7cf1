package io.iptstreams.cli;

import io.iptstreams.media.KafkaClients;
import picocli.CommandLine.Option;

/** Which topic of which Kafka. */
final class TopicOptions {
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

  /** The servers, after one of them has said that it knows the topic. */
  String reachedServers() {
    KafkaClients.requireTopic(bootstrapServers, topic);
    return bootstrapServers;
  }
}

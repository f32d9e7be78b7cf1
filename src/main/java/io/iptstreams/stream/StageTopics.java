package io.iptstreams.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of a stage as the broker has them.
 *
 * @param partitions of the source that has most
 * @param recordLimit largest record in bytes that all topics the stage writes to take
 */
public record StageTopics(int partitions, int recordLimit) {
  /** Partitions of the topics that the stage makes itself, for its own broker. */
  public static final int PARTITIONS = 4;

  private static final int ANSWER_WITHIN_MS = 10_000;
  private static final int ASK_AGAIN_AFTER_MS = 100;

  /**
   * Creates what is missing, on a broker of our own, and returns when every partition has a leader:
   * a plain producer that pipelines into a topic without one can block for ever (KAFKA-15591).
   *
   * @throws StageException if the broker does not answer or refuses
   */
  public static StageTopics create(TopologyDefinition definition, String bootstrapServers) {
    try (Admin admin = admin(definition, bootstrapServers)) {
      List<NewTopic> topics =
          definition.topics().stream()
              .map(
                  topic ->
                      new NewTopic(topic, PARTITIONS, (short) 1)
                          .configs(
                              Map.of(
                                  TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                  String.valueOf(StageSettings.MAX_RECORD_BYTES))))
              .toList();
      Map<String, Integer> made = new LinkedHashMap<>();
      admin
          .createTopics(topics)
          .values()
          .forEach(
              (topic, created) -> {
                try {
                  answer(created, bootstrapServers);
                  made.put(topic, PARTITIONS);
                } catch (TopicExistsException fromAnEarlierRun) {
                  made.remove(topic);
                }
              });
      awaitLeaders(admin, made, bootstrapServers);
    }
    return verify(definition, bootstrapServers);
  }

  /**
   * Checks that all topics are there and fit together.
   *
   * @throws StageException with a line for every fault, or if no broker answers within ten seconds
   */
  public static StageTopics verify(TopologyDefinition definition, String bootstrapServers) {
    try (Admin admin = admin(definition, bootstrapServers)) {
      Map<String, Integer> partitions = partitions(admin, definition, bootstrapServers);
      List<String> faults = new ArrayList<>();
      int most =
          definition.sourceTopics().stream()
              .mapToInt(source -> partitions.getOrDefault(source, 0))
              .max()
              .orElseThrow();
      for (String topic : definition.topics()) {
        if (!partitions.containsKey(topic)) {
          faults.add(missing(topic, most == 0 ? PARTITIONS : most, bootstrapServers));
        }
      }
      definition.sourceTopics().stream()
          .filter(partitions::containsKey)
          .forEach(source -> faults.addAll(unequal(definition, source, partitions)));
      if (!faults.isEmpty()) {
        throw new StageException(String.join("\n", faults));
      }
      awaitLeaders(admin, partitions, bootstrapServers);
      return new StageTopics(most, recordLimit(admin, definition, bootstrapServers));
    }
  }

  private static Map<String, Integer> partitions(
      Admin admin, TopologyDefinition definition, String bootstrapServers) {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    admin
        .describeTopics(definition.topics())
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                TopicDescription found = answer(description, bootstrapServers);
                partitions.put(topic, found.partitions().size());
              } catch (UnknownTopicOrPartitionException missing) {
                partitions.remove(topic);
              }
            });
    return partitions;
  }

  private static List<String> unequal(
      TopologyDefinition definition, String source, Map<String, Integer> partitions) {
    return unequalSinks(definition, source, partitions).stream()
        .map(
            sink ->
                "topic %s has %d partitions and topic %s has %d; they must have as many, so that a key stays on its partition"
                    .formatted(source, partitions.get(source), sink, partitions.get(sink)))
        .toList();
  }

  /**
   * Sinks that a key could not stay on its partition in.
   *
   * @param partitions how many each topic has that is there
   */
  public static List<String> unequalSinks(
      TopologyDefinition definition, String source, Map<String, Integer> partitions) {
    return definition.sinks(source).stream()
        .filter(sink -> partitions.containsKey(source) && partitions.containsKey(sink))
        .filter(sink -> !partitions.get(sink).equals(partitions.get(source)))
        .toList();
  }

  private static String missing(String topic, int partitions, String bootstrapServers) {
    return "topic "
        + topic
        + " is missing; create it: "
        + createCommand(topic, partitions, bootstrapServers);
  }

  /** The words that make a topic with Kafka's own tool. */
  public static String createCommand(String topic, int partitions, String bootstrapServers) {
    return "kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions %d --config max.message.bytes=%d"
        .formatted(bootstrapServers, topic, partitions, StageSettings.MAX_RECORD_BYTES);
  }

  /**
   * Returns when every partition has a leader that answers, which for a new topic is a moment after
   * it was made. Kafka's client asks again until every leader answered, but gives up on a topic
   * that the broker it asks has not heard of yet.
   *
   * @param partitions how many each topic has
   * @throws StageException if they have none within ten seconds
   */
  public static void awaitLeaders(
      Admin admin, Map<String, Integer> partitions, String bootstrapServers) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions.forEach(
        (topic, count) ->
            IntStream.range(0, count)
                .forEach(p -> ends.put(new TopicPartition(topic, p), OffsetSpec.latest())));
    long start = System.nanoTime();
    while (true) {
      try {
        answer(admin.listOffsets(ends).all(), bootstrapServers);
        return;
      } catch (UnknownTopicOrPartitionException unheardOf) {
        if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(ANSWER_WITHIN_MS)) {
          throw noAnswer(bootstrapServers, unheardOf);
        }
        pause(bootstrapServers);
      }
    }
  }

  private static void pause(String bootstrapServers) {
    try {
      Thread.sleep(ASK_AGAIN_AFTER_MS);
    } catch (InterruptedException e) {
      throw interrupted(bootstrapServers, e);
    }
  }

  private static StageException interrupted(String bootstrapServers, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StageException("interrupted while waiting for Kafka at " + bootstrapServers, e);
  }

  private static int recordLimit(
      Admin admin, TopologyDefinition definition, String bootstrapServers) {
    List<ConfigResource> topics =
        definition.outputs().stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();
    Map<ConfigResource, Config> configs =
        answer(admin.describeConfigs(topics).all(), bootstrapServers);
    return configs.values().stream()
        .map(config -> config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())
        .mapToInt(Integer::parseInt)
        .min()
        .orElseThrow();
  }

  private static Admin admin(TopologyDefinition definition, String bootstrapServers) {
    try {
      return Admin.create(AdminSettings.of(definition.kafka(), bootstrapServers, ANSWER_WITHIN_MS));
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StageException(
          "Kafka cannot be reached at " + bootstrapServers + ": " + cause.getMessage(), e);
    }
  }

  private static <T> T answer(KafkaFuture<T> future, String bootstrapServers) {
    try {
      return future.get(2 * ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException exists) {
        throw exists;
      }
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw noAnswer(bootstrapServers, e);
      }
      throw new StageException(
          "Kafka at " + bootstrapServers + " refuses: " + e.getCause().getMessage(), e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw noAnswer(bootstrapServers, e);
    } catch (InterruptedException e) {
      throw interrupted(bootstrapServers, e);
    }
  }

  private static StageException noAnswer(String bootstrapServers, Exception cause) {
    return new StageException(
        "no Kafka broker answers at "
            + bootstrapServers
            + " within "
            + ANSWER_WITHIN_MS / 1000
            + " s; is it running, and is the address right?",
        cause);
  }
}

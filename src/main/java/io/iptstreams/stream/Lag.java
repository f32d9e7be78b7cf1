package io.iptstreams.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;

/**
 * Counts the records that an application has not committed yet, by what its threads know, without a
 * question to the broker.
 *
 * <pre>
 *   committed ........ fetched ................ end
 *            `- tasks -'      `- consumers -'
 * </pre>
 *
 * <p>What Kafka Streams calls the end offset of a task is that of the last record it fetched; how
 * many lie beyond, the consumer says in a metric.
 */
final class Lag {
  private static final String UNFETCHED = "records-lag";
  private static final long UNKNOWN = -1;

  private Lag() {}

  /** Empty while the process has no partition, or when it has fetched and not yet committed. */
  static OptionalLong of(KafkaStreams streams) {
    Map<TopicPartition, Long> unfetched = unfetched(streams.metrics());
    long lag = 0;
    boolean anyPartition = false;
    for (var thread : streams.metadataForLocalThreads()) {
      for (TaskMetadata task : thread.activeTasks()) {
        for (TopicPartition partition : task.topicPartitions()) {
          OptionalLong uncommitted = uncommitted(task, partition);
          if (uncommitted.isEmpty()) {
            return OptionalLong.empty();
          }
          lag += uncommitted.getAsLong() + unfetched.getOrDefault(partition, 0L);
          anyPartition = true;
        }
      }
    }
    return anyPartition ? OptionalLong.of(lag) : OptionalLong.empty();
  }

  /** Fetched records that are not committed. */
  private static OptionalLong uncommitted(TaskMetadata task, TopicPartition partition) {
    long fetched = task.endOffsets().getOrDefault(partition, UNKNOWN);
    long committed = task.committedOffsets().getOrDefault(partition, UNKNOWN);
    if (fetched == UNKNOWN) {
      return OptionalLong.of(0);
    }
    // Committed is the offset of the next one, and beyond marks of transactions.
    return committed == UNKNOWN
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, fetched + 1 - committed));
  }

  private static Map<TopicPartition, Long> unfetched(Map<MetricName, ? extends Metric> metrics) {
    Map<TopicPartition, Long> unfetched = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          Map<String, String> tags = name.tags();
          if (name.name().equals(UNFETCHED)
              && tags.containsKey("topic")
              && tags.containsKey("partition")
              && metric.metricValue() instanceof Double value
              && value > 0) {
            int partition = Integer.parseInt(tags.get("partition"));
            unfetched.put(new TopicPartition(tags.get("topic"), partition), Math.round(value));
          }
        });
    return unfetched;
  }
}

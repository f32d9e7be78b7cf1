package io.iptstreams.proof;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics. */
final class Topics {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Topics() {}

  /** Makes the topics of a stage and returns when every partition has a leader. */
  static void create(
      Admin admin, Route route, int partitions, short copies, Map<String, String> configuration)
      throws Exception {
    create(
        admin,
        List.of(route.source(), route.sink(), route.deadLetters()),
        partitions,
        copies,
        configuration);
  }

  /** Makes topics and returns when every partition has a leader. */
  static void create(
      Admin admin,
      List<String> names,
      int partitions,
      short copies,
      Map<String, String> configuration)
      throws Exception {
    admin
        .createTopics(
            names.stream()
                .map(name -> new NewTopic(name, partitions, copies).configs(configuration))
                .toList())
        .all()
        .get();
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    names.forEach(
        name ->
            IntStream.range(0, partitions)
                .forEach(p -> all.put(new TopicPartition(name, p), OffsetSpec.latest())));
    // A plain producer that pipelines into a topic without leaders can block for ever
    // (KAFKA-15591).
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!haveLeaders(admin, all)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no leaders of " + names + " within " + PATIENCE);
      }
    }
  }

  private static boolean haveLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws Exception {
    try {
      admin.listOffsets(partitions).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}

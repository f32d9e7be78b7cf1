package io.iptstreams.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Sweeps away transactions that nobody will ever finish.
 *
 * <p>A single broker that dies uncleanly can lose the end markers of a transaction: at the next
 * start the coordinator finds no leader for the partitions (the broker itself, not yet back), takes
 * them for deleted and writes the transaction off as complete. Readers of committed records then
 * stop at it for ever. All markers of a transaction are lost together, so aborting it everywhere
 * rolls output and input offset back alike, and the frame is simply done again.
 *
 * <p>For a broker of our own, before the stage starts. On a cluster of several nodes some markers
 * may have been written, and an operator has to decide.
 */
public final class HangingTransactions {
  private static final Set<TransactionState> IN_FLIGHT =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT);

  private HangingTransactions() {}

  /**
   * Aborts every transaction that is open in a partition but unknown to its coordinator.
   *
   * @return the partitions that were freed
   * @throws BrokerException if the broker does not answer
   */
  public static Set<TopicPartition> abort(Admin admin) {
    try {
      Map<TopicPartition, List<ProducerState>> before = open(admin);
      if (before.isEmpty()) {
        return Set.of();
      }
      Set<Long> inFlight = inFlight(admin);
      Set<TopicPartition> freed = new HashSet<>();
      // Looked at again after the coordinator: markers are written before a transaction counts as
      // complete, so one that is still open now and was not in flight just before lost its markers.
      for (Map.Entry<TopicPartition, List<ProducerState>> still : open(admin).entrySet()) {
        for (ProducerState producer : still.getValue()) {
          if (!inFlight.contains(producer.producerId())
              && wasOpen(before.get(still.getKey()), producer)) {
            admin.abortTransaction(spec(still.getKey(), producer)).all().get();
            freed.add(still.getKey());
          }
        }
      }
      return freed;
    } catch (ExecutionException e) {
      throw new BrokerException("open transactions cannot be looked at: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while looking for open transactions", e);
    }
  }

  private static Map<TopicPartition, List<ProducerState>> open(Admin admin)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(topic, p.partition()))));
    Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
    admin
        .describeProducers(partitions)
        .all()
        .get()
        .forEach(
            (partition, state) -> {
              List<ProducerState> producers =
                  state.activeProducers().stream()
                      .filter(p -> p.currentTransactionStartOffset().isPresent())
                      .toList();
              if (!producers.isEmpty()) {
                open.put(partition, producers);
              }
            });
    return open;
  }

  private static Set<Long> inFlight(Admin admin) throws ExecutionException, InterruptedException {
    Set<Long> producers = new HashSet<>();
    for (TransactionListing transaction :
        admin.listTransactions(new ListTransactionsOptions().filterStates(IN_FLIGHT)).all().get()) {
      producers.add(transaction.producerId());
    }
    return producers;
  }

  private static boolean wasOpen(List<ProducerState> before, ProducerState producer) {
    return before != null
        && before.stream()
            .anyMatch(
                p ->
                    p.producerId() == producer.producerId()
                        && p.currentTransactionStartOffset()
                            .equals(producer.currentTransactionStartOffset()));
  }

  private static AbortTransactionSpec spec(TopicPartition partition, ProducerState producer) {
    return new AbortTransactionSpec(
        partition,
        producer.producerId(),
        (short) producer.producerEpoch(),
        Math.max(0, producer.coordinatorEpoch().orElse(0)));
  }
}

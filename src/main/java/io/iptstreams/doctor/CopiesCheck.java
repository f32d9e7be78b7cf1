package io.iptstreams.doctor;

import io.iptstreams.stream.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether records are copied as often as they must be to be taken, and to outlive a broker. */
record CopiesCheck(Broker broker, TopologyDefinition topology) implements Check {
  private static final String LEAST = "min.insync.replicas";
  private static final String TRANSACTIONS = "__transaction_state";
  private static final String OF_TRANSACTIONS = "transaction.state.log.replication.factor";

  @Override
  public String name() {
    return "copies";
  }

  @Override
  public List<String> needs() {
    return List.of("broker");
  }

  @Override
  public String remedy() {
    return "let this user describe the topics, or look at the broker's log";
  }

  @Override
  public List<Finding> look() throws Exception {
    try (Admin admin = broker.visit()) {
      int nodes = Broker.nodes(admin).size();
      Map<String, TopicDescription> topics = Broker.topics(admin, topology.topics());
      if (topics.isEmpty()) {
        return List.of(
            Finding.skip(name(), "no topic of the topology is there", "create the topics first"));
      }
      Map<String, Long> least = Broker.ofTopics(admin, topics.keySet(), LEAST);
      List<Finding> faults = new ArrayList<>();
      topics.forEach(
          (name, topic) -> faults.addAll(faults(topic, least.getOrDefault(name, 1L), nodes)));
      if (Broker.topics(admin, List.of(TRANSACTIONS)).isEmpty()) {
        faults.addAll(tooFewNodes(Broker.leastOfNodes(admin, OF_TRANSACTIONS), nodes));
      }
      return faults.isEmpty()
          ? List.of(
              Finding.ok(
                  name(),
                  nodes == 1
                      ? "one of each record, as there is one node"
                      : "enough of each record"))
          : faults;
    }
  }

  /**
   * @param least copies up to date without which the topic takes no record
   * @param nodes of the cluster
   */
  List<Finding> faults(TopicDescription topic, long least, int nodes) {
    int copies = topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    int inSync = topic.partitions().stream().mapToInt(p -> p.isr().size()).min().orElse(0);
    String found =
        "%s has %d of each record, %d of them up to date".formatted(topic.name(), copies, inSync);
    if (copies < least) {
      return List.of(
          Finding.fail(
              name(),
              found + ", and takes none below " + least + " (" + LEAST + ")",
              "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%d"
                  .formatted(broker.servers(), topic.name(), LEAST, copies)));
    }
    if (inSync < least || topic.partitions().stream().anyMatch(CopiesCheck::hasNoLeader)) {
      return List.of(
          Finding.fail(
              name(),
              found + ", needed to take any: " + least + " and a leader",
              "start the brokers that are down; those of a partition are told by kafka-topics.sh"
                  + " --bootstrap-server "
                  + broker.servers()
                  + " --describe --topic "
                  + topic.name()));
    }
    if (copies == 1 && nodes > 1) {
      return List.of(
          Finding.warn(
              name(),
              found + " on " + nodes + " nodes: with one broker its records are gone",
              "give it more by kafka-reassign-partitions.sh, or make it anew with"
                  + " --replication-factor "
                  + Math.min(nodes, 3)));
    }
    return List.of();
  }

  private static boolean hasNoLeader(TopicPartitionInfo partition) {
    return partition.leader() == null || partition.leader().isEmpty();
  }

  /** The broker makes its topic of transactions at the first of them, and hangs if it cannot. */
  List<Finding> tooFewNodes(OptionalLong factor, int nodes) {
    return factor.orElse(0) <= nodes
        ? List.of()
        : List.of(
            Finding.fail(
                name(),
                "transactions are to be kept on "
                    + factor.getAsLong()
                    + " nodes, there "
                    + (nodes == 1 ? "is 1" : "are " + nodes)
                    + ", so none will begin",
                "set "
                    + OF_TRANSACTIONS
                    + "="
                    + nodes
                    + " and transaction.state.log.min.isr=1 in server.properties of the brokers"));
  }
}

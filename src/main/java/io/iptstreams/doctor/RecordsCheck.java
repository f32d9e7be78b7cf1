package io.iptstreams.doctor;

import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;

/** Whether the topics take the largest record that a stage may want to send. */
record RecordsCheck(Broker broker, TopologyDefinition topology) implements Check {
  private static final String OF_TOPIC = "max.message.bytes";
  private static final String OF_NODE = "message.max.bytes";
  private static final String OF_FOLLOWER = "replica.fetch.max.bytes";

  @Override
  public String name() {
    return "records";
  }

  @Override
  public List<String> needs() {
    return List.of("topology", "broker");
  }

  @Override
  public String remedy() {
    return "let this user describe the settings of topics and brokers";
  }

  @Override
  public List<Finding> look() throws Exception {
    StageFacts facts = StageFacts.of(topology, broker.servers(), TopologyCheck.FEWEST_PARTITIONS);
    try (Admin admin = broker.visit()) {
      Map<String, Long> outputs = Broker.ofTopics(admin, topology.outputs(), OF_TOPIC);
      if (outputs.isEmpty()) {
        return List.of(
            Finding.skip(name(), "no topic to write to is there", "create the topics first"));
      }
      long largest =
          largest(facts, Broker.ofTopics(admin, topology.sourceTopics(), OF_TOPIC).values());
      List<Finding> faults = tooSmall(outputs, largest);
      OptionalLong followers = Broker.leastOfNodes(admin, OF_FOLLOWER);
      if (Broker.nodes(admin).size() > 1 && followers.orElse(largest) < largest) {
        faults.add(
            Finding.warn(
                name(),
                "followers fetch "
                    + Bytes.words(followers.getAsLong())
                    + " at once ("
                    + OF_FOLLOWER
                    + "), so records larger than that are copied one by one",
                "set " + OF_FOLLOWER + "=" + largest + " in server.properties of the brokers"));
      }
      return faults.isEmpty() ? List.of(fine(admin, largest)) : faults;
    }
  }

  /** A result, or what came and is passed on or becomes a dead letter. */
  static long largest(StageFacts facts, Iterable<Long> sources) {
    long largest = facts.resultBytes();
    for (long source : sources) {
      largest = Math.max(largest, Math.min(source, facts.sentBytes()));
    }
    return largest;
  }

  private List<Finding> tooSmall(Map<String, Long> outputs, long largest) {
    List<Finding> faults = new ArrayList<>();
    outputs.forEach(
        (topic, limit) -> {
          if (limit < largest) {
            faults.add(
                Finding.warn(
                    name(),
                    "%s takes %s (%s), records of the stage may have %s: larger results become dead letters, larger dead letters lose their picture"
                        .formatted(topic, Bytes.words(limit), OF_TOPIC, Bytes.words(largest)),
                    "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%d"
                        .formatted(broker.servers(), topic, OF_TOPIC, largest)));
          }
        });
    return faults;
  }

  private Finding fine(Admin admin, long largest) throws Exception {
    OptionalLong ofNode = Broker.leastOfNodes(admin, OF_NODE);
    return Finding.ok(
        name(),
        "up to "
            + Bytes.words(largest)
            + ", which all topics take"
            + (ofNode.isPresent()
                ? "; new topics get " + Bytes.words(ofNode.getAsLong()) + " (" + OF_NODE + ")"
                : ""));
  }
}

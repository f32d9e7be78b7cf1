package io.iptstreams.doctor;

import static java.util.stream.Collectors.joining;

import io.iptstreams.stream.StageTopics;
import io.iptstreams.stream.TopologyDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Whether the topics of a topology are there, with as many partitions as must be. */
record TopicsCheck(Broker broker, TopologyDefinition topology) implements Check {
  @Override
  public String name() {
    return "topics";
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
    Map<String, Integer> partitions;
    try (Admin admin = broker.visit()) {
      partitions = partitions(admin, topology.topics());
    }
    List<Finding> faults = new ArrayList<>(missing(partitions));
    topology.sourceTopics().forEach(source -> faults.addAll(unequal(source, partitions)));
    return faults.isEmpty() ? List.of(Finding.ok(name(), words(partitions))) : faults;
  }

  private List<Finding> missing(Map<String, Integer> partitions) {
    int most = most(topology, partitions);
    return topology.topics().stream()
        .filter(topic -> !partitions.containsKey(topic))
        .map(
            topic ->
                Finding.fail(
                    name(),
                    topic + " is missing",
                    StageTopics.createCommand(topic, most, broker.servers())))
        .toList();
  }

  /** Of the source that has most; where none is there, as many as the stage would make. */
  static int partitionsOfSources(Admin admin, TopologyDefinition topology) throws Exception {
    return most(topology, partitions(admin, topology.sourceTopics()));
  }

  private static Map<String, Integer> partitions(Admin admin, Collection<String> topics)
      throws Exception {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    Broker.topics(admin, topics)
        .forEach((topic, there) -> partitions.put(topic, there.partitions().size()));
    return partitions;
  }

  private static int most(TopologyDefinition topology, Map<String, Integer> partitions) {
    return topology.sourceTopics().stream()
        .filter(partitions::containsKey)
        .mapToInt(partitions::get)
        .max()
        .orElse(StageTopics.PARTITIONS);
  }

  private List<Finding> unequal(String source, Map<String, Integer> partitions) {
    List<Finding> faults = new ArrayList<>();
    for (String sink : StageTopics.unequalSinks(topology, source, partitions)) {
      boolean moreInSource = partitions.get(source) > partitions.get(sink);
      faults.add(
          Finding.fail(
              name(),
              "%s has %d partitions and %s has %d; a key must stay on its partition"
                  .formatted(source, partitions.get(source), sink, partitions.get(sink)),
              "kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d"
                  .formatted(
                      broker.servers(),
                      moreInSource ? sink : source,
                      Math.max(partitions.get(source), partitions.get(sink)))));
    }
    return faults;
  }

  private static String words(Map<String, Integer> partitions) {
    return partitions.entrySet().stream()
        .map(
            topic ->
                topic.getKey()
                    + " ("
                    + topic.getValue()
                    + (topic.getValue() == 1 ? " partition)" : " partitions)"))
        .collect(joining(", "));
  }
}

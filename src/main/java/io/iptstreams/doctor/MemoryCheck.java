package io.iptstreams.doctor;

import io.iptstreams.stream.StageException;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.StageTopics;
import io.iptstreams.stream.TopologyDefinition;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * Whether the heap holds the records of a stage and the pictures made of them.
 *
 * @param broker that has the topics; where none is given they are taken to be as the stage makes
 *     them
 * @param heapBytes that the virtual machine may take at most
 */
record MemoryCheck(TopologyDefinition topology, Optional<Broker> broker, long heapBytes)
    implements Check {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> needs() {
    return broker.isPresent() ? List.of("topology", "broker") : List.of("topology");
  }

  @Override
  public String remedy() {
    return "see what it is made of: topology explain FILE";
  }

  @Override
  public List<Finding> look() throws Exception {
    int partitions = partitions();
    StageFacts facts;
    try {
      facts = StageFacts.of(topology, "localhost:9092", partitions);
    } catch (StageException e) {
      return List.of(
          Finding.skip(name(), e.getMessage(), "take more threads or a shorter restore.deadline"));
    }
    return List.of(finding(facts.memory(), partitions));
  }

  private int partitions() throws Exception {
    if (broker.isEmpty()) {
      return StageTopics.PARTITIONS;
    }
    try (Admin admin = broker.get().visit()) {
      return TopicsCheck.partitionsOfSources(admin, topology);
    }
  }

  private Finding finding(StageFacts.Memory memory, int partitions) {
    String found =
        "records of "
            + partitions
            + (partitions == 1 ? " partition" : " partitions")
            + " take at most "
            + Bytes.words(memory.bytes())
            + " of a heap of "
            + Bytes.words(heapBytes);
    long enough = (2 * memory.bytes() + (1 << 20) - 1) >> 20;
    return memory.fits(heapBytes)
        ? Finding.ok(name(), found)
        : Finding.warn(
            name(),
            found + ", more than half, were all of them as large as can be",
            "start with java -Xmx"
                + enough
                + "m -jar, or lower threads or kafka.max.poll.records in the topology");
  }
}

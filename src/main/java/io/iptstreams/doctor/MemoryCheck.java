package io.iptstreams.doctor;

import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import java.util.List;

/**
 * Whether the heap holds the records of a stage and the pictures made of them.
 *
 * @param heapBytes that the virtual machine may take at most
 */
record MemoryCheck(TopologyDefinition topology, long heapBytes) implements Check {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String needs() {
    return "topology";
  }

  @Override
  public String remedy() {
    return "see what it is made of: topology explain FILE";
  }

  @Override
  public List<Finding> look() {
    StageFacts.Memory memory = StageFacts.of(topology, "localhost:9092").memory();
    String found =
        "records take at most "
            + Bytes.words(memory.bytes())
            + " of a heap of "
            + Bytes.words(heapBytes);
    long enough = (2 * memory.bytes() + (1 << 20) - 1) >> 20;
    return List.of(
        memory.fits(heapBytes)
            ? Finding.ok(name(), found)
            : Finding.warn(
                name(),
                found + ", more than half, were all of them as large as can be",
                "start with java -Xmx"
                    + enough
                    + "m -jar, or lower threads or kafka.max.poll.records in the topology"));
  }
}

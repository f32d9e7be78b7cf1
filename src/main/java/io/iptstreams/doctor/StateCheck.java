package io.iptstreams.doctor;

import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import java.io.IOException;
import java.util.List;

/** The folder that a stage keeps in mind what it was working on. */
record StateCheck(TopologyDefinition topology) implements Check {
  private static final long LEAST = 64L << 20;

  @Override
  public String name() {
    return "state";
  }

  @Override
  public List<String> needs() {
    return List.of("topology");
  }

  @Override
  public String remedy() {
    return "name another folder in the topology, kafka: { state.dir: FOLDER }, or make room there";
  }

  @Override
  public List<Finding> look() throws IOException {
    StageFacts facts = StageFacts.of(topology, "localhost:9092", TopologyCheck.FEWEST_PARTITIONS);
    return new FolderCheck(name(), facts.stateFolder(), LEAST, remedy()).look();
  }
}

package io.iptstreams.doctor;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.stream.StageException;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import java.util.List;

/** Whether the models can do what a topology asks for, and its settings fit together. */
record TopologyCheck(TopologyDefinition topology) implements Check {
  /** What does not fit these fits no more either. */
  static final int FEWEST_PARTITIONS = 1;

  @Override
  public String name() {
    return "topology";
  }

  @Override
  public String remedy() {
    return "see which line it is: topology validate FILE";
  }

  @Override
  public List<Finding> look() {
    try {
      StageFacts.of(topology, "localhost:9092", FEWEST_PARTITIONS);
      for (String model : topology.models()) {
        requireTasks(model);
      }
      return List.of(
          Finding.ok(
              name(),
              topology.name()
                  + " restores "
                  + String.join(", ", topology.sourceTopics())
                  + " to "
                  + String.join(", ", topology.sinks())));
    } catch (StageException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    }
  }

  private void requireTasks(String model) {
    ModelFolder folder;
    try {
      folder = ModelFolder.open(model);
    } catch (ModelException toldByAnotherCheck) {
      return;
    }
    topology.requireTasks(model, folder.card().taskSet());
  }
}

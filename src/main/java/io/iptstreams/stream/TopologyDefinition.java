package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a topology file says; its grammar is in the package.
 *
 * @param name application id of the Kafka Streams application
 * @param source topic the frames arrive on
 * @param rules for records that name no task themselves; the first that holds decides
 * @param restore how to restore
 * @param sink topic that restored and passed-through frames go to
 * @param deadLetters topic that all others go to
 * @param threads stream threads; absent: one per partition, at most 8
 * @param kafka further settings of Kafka Streams
 */
public record TopologyDefinition(
    String name,
    String source,
    List<TagRule> rules,
    Restore restore,
    String sink,
    String deadLetters,
    OptionalInt threads,
    Map<String, String> kafka) {

  public TopologyDefinition {
    rules = List.copyOf(rules);
    kafka = Map.copyOf(kafka);
  }

  /**
   * The model and how it is fed.
   *
   * @param model name of a bundled model, or its folder
   * @param workers batches in the model at once
   */
  public record Restore(String model, int workers, BatchPolicy batch, Limits limits) {}

  /** The topics of the stage: source, sink, dead letters. */
  public List<String> topics() {
    return List.of(source, sink, deadLetters);
  }

  /**
   * Checks that a model can do what the rules ask for.
   *
   * @throws StageException naming the tasks it cannot do and those it can
   */
  public void requireTasks(String modelName, TaskSet known) {
    List<String> unknown =
        rules.stream()
            .filter(TagRule::namesTask)
            .map(TagRule::verdict)
            .filter(task -> known.find(task).isEmpty())
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      throw new StageException(
          "topology "
              + name
              + " asks for "
              + String.join(", ", unknown)
              + ", which model "
              + modelName
              + " cannot do; it knows "
              + known);
    }
  }
}

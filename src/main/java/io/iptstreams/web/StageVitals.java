package io.iptstreams.web;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.Outcomes;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.StageException;
import io.iptstreams.stream.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Those of a running stage. */
public final class StageVitals implements Vitals {
  private final TopologyDefinition definition;
  private final Stage stage;
  private final Restorers restorers;
  private final BooleanSupplier brokerAnswers;

  /**
   * @param brokerAnswers whether a broker answered when it was last asked
   */
  public StageVitals(
      TopologyDefinition definition,
      Stage stage,
      Restorers restorers,
      BooleanSupplier brokerAnswers) {
    this.definition = definition;
    this.stage = stage;
    this.restorers = restorers;
    this.brokerAnswers = brokerAnswers;
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public Outcomes.Counts counts() {
    return stage.outcomes().counts();
  }

  @Override
  public long triedInVain() {
    return stage.outcomes().triedInVain();
  }

  @Override
  public BatchCounts batches() {
    return restorers.counts();
  }

  @Override
  public int largestBatch() {
    return definition.restore().batch().maxSize();
  }

  @Override
  public OptionalLong lag() {
    return stage.lag();
  }

  @Override
  public int partitions() {
    return stage.partitions();
  }

  @Override
  public List<Restorers.OpenModel> models() {
    return restorers.opened();
  }

  @Override
  public List<String> obstacles() {
    List<String> obstacles = new ArrayList<>(fatalities());
    if (!brokerAnswers.getAsBoolean()) {
      obstacles.add("no broker answers");
    }
    if (obstacles.isEmpty()) {
      stage.obstacle().ifPresent(obstacles::add);
    }
    return obstacles;
  }

  @Override
  public List<String> fatalities() {
    List<String> fatalities = new ArrayList<>();
    stage.failure().map(StageException::getMessage).ifPresent(fatalities::add);
    for (String model : restorers.stuck()) {
      fatalities.add("model " + model + " gives nothing back");
    }
    return fatalities;
  }
}

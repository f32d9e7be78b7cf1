package io.iptstreams.web;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.Outcomes;
import java.util.List;
import java.util.OptionalLong;

/** What a stage might say of itself. */
final class FakeStage implements Vitals {
  List<String> obstacles = List.of();
  List<String> fatalities = List.of();
  OptionalLong lag = OptionalLong.of(7);
  List<Restorers.OpenModel> models =
      List.of(new Restorers.OpenModel("ipt-nano", "0123456789abcdef", "cpu (asked for)"));

  @Override
  public String name() {
    return "yard";
  }

  @Override
  public Outcomes.Counts counts() {
    return new Outcomes.Counts(12, 5, 2, 1, 1, 1, 3);
  }

  @Override
  public long triedInVain() {
    return 2;
  }

  @Override
  public BatchCounts batches() {
    return new BatchCounts(10, 32, 4);
  }

  @Override
  public int largestBatch() {
    return 8;
  }

  @Override
  public OptionalLong lag() {
    return lag;
  }

  @Override
  public int partitions() {
    return 4;
  }

  @Override
  public List<Restorers.OpenModel> models() {
    return models;
  }

  @Override
  public List<String> obstacles() {
    return obstacles;
  }

  @Override
  public List<String> fatalities() {
    return fatalities;
  }
}

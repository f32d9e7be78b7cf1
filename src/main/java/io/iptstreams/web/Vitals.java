package io.iptstreams.web;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.Outcomes;
import java.util.List;
import java.util.OptionalLong;

/** What a stage says of itself at this moment. Safe for many threads. */
public interface Vitals {

  /** Name of the topology. */
  String name();

  Outcomes.Counts counts();

  /** How often a frame was received and stays on its topic, to be received again. */
  long triedInVain();

  BatchCounts batches();

  /** Tiles in a full batch. */
  int largestBatch();

  /** Records that wait on the topics, if that is known. */
  OptionalLong lag();

  /** Partitions that this process works on. */
  int partitions();

  List<Restorers.OpenModel> models();

  /** What keeps frames from flowing, in sentences; empty while all is well. */
  List<String> obstacles();

  /** What only a new start can mend, in sentences. */
  List<String> fatalities();
}

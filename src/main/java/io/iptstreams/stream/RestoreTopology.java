package io.iptstreams.stream;

import io.iptstreams.restore.Restorer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The graph of a stage: requests → restore → results and dead-letters. */
final class RestoreTopology {
  static final String REQUESTS = "requests";
  static final String RESTORE = "restore";
  static final String RESULTS = "results";
  static final String DEAD_LETTERS = "dead-letters";

  private RestoreTopology() {}

  static Topology build(
      TopologyDefinition definition, Restorer restorer, RecordLimit limit, Outcomes outcomes) {
    Tagger tagger = new Tagger(definition.rules(), restorer.modelName(), restorer.tasks());
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource(REQUESTS, in, in, definition.source())
        .addProcessor(
            RESTORE, () -> new RestoreProcessor(tagger, restorer, limit, outcomes), REQUESTS)
        .addSink(RESULTS, definition.sink(), out, out, RESTORE)
        .addSink(DEAD_LETTERS, definition.deadLetters(), out, out, RESTORE);
  }
}

package io.iptstreams.stream;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** The graph of a stage: requests → restore → results, one node a topic, late and dead-letters. */
final class RestoreTopology {
  static final String REQUESTS = "requests";
  static final String RESTORE = "restore";
  static final String LATE = "late";
  static final String DEAD_LETTERS = "dead-letters";

  private RestoreTopology() {}

  /** The node whose records go to a topic of results. */
  static String results(String topic) {
    return "results-" + topic;
  }

  static Topology build(
      TopologyDefinition definition, ProcessorSupplier<byte[], byte[], byte[], byte[]> restore) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    Topology topology =
        new Topology()
            .addSource(REQUESTS, in, in, definition.sourceTopics().toArray(String[]::new))
            .addProcessor(RESTORE, restore, REQUESTS);
    for (String sink : definition.sinks()) {
      topology.addSink(results(sink), sink, out, out, RESTORE);
    }
    definition
        .late()
        .flatMap(TopologyDefinition.Late::topic)
        .ifPresent(topic -> topology.addSink(LATE, topic, out, out, RESTORE));
    return topology.addSink(DEAD_LETTERS, definition.deadLetters(), out, out, RESTORE);
  }

  /** The graph in Kafka's own words. */
  static String describe(TopologyDefinition definition) {
    return build(definition, Unused::new).describe().toString().strip();
  }

  /** In the place of the processor where no record will flow. */
  private static final class Unused implements Processor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      throw new IllegalStateException("this graph is for looking at");
    }
  }
}

package io.iptstreams.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams for a stage, the topology's own on top.
 *
 * <p>A thread takes a record of each of its partitions in one pass and commits after it, so the
 * pass, partitions × the longest time of a frame, decides the time limits. A frame takes its
 * deadline in the model and, with stores, twice the longest time that a store is waited for:
 *
 * <pre>
 *   transaction.timeout.ms &gt;= 2 × pass + commit.interval.ms + 10 s   ; else fenced for ever
 *                          &lt;= 15 min, the broker's limit
 *   max.poll.interval.ms   &gt;= 4 × pass                               ; a pass may take several records
 * </pre>
 */
final class StageSettings {
  /** Largest record sent or fetched, and the limit of topics that the stage makes itself. */
  static final int MAX_RECORD_BYTES = 16 << 20;

  /**
   * What a producer gathers before it sends; it never gives a buffer of this size back to the heap.
   * A larger picture has one of its own.
   */
  private static final int BATCH_BYTES = 256 << 10;

  /** How long a store that does not answer is asked again. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a last question to a store may take beyond that; see {@link io.iptstreams.store}. */
  private static final Duration LAST_CALL = Duration.ofMinutes(1);

  private static final int MOST_THREADS = 8;
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  /** A thread that waits for records commits nothing, so it waits in short turns. */
  private static final Duration POLL = Duration.ofMillis(5);

  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(15);
  private static final Duration USUAL_POLL_INTERVAL = Duration.ofMinutes(5);

  private StageSettings() {}

  /**
   * A setting that cannot be.
   *
   * @param path of the key in the topology file that it is about
   * @param why can follow the path, or stand alone after a colon
   */
  record Fault(String path, String why) {
    @Override
    public String toString() {
      return why.startsWith(": ") ? why.substring(2) : path + " " + why;
    }
  }

  /**
   * @param instance name of this process among those of the application, the same at every start
   * @throws StageException if the settings contradict each other
   */
  static Map<String, Object> of(
      TopologyDefinition definition, String bootstrapServers, String instance, int partitions) {
    List<Fault> faults = faults(definition, partitions);
    if (!faults.isEmpty()) {
      throw new StageException("topology " + definition.name() + ": " + faults.get(0));
    }
    return settings(definition, bootstrapServers, instance, partitions);
  }

  /**
   * What is wrong with the settings of a topology, whatever broker it will meet.
   *
   * @param partitions of the source that has most
   */
  static List<Fault> faults(TopologyDefinition definition, int partitions) {
    Duration pass = pass(definition, partitions);
    Duration transaction = transaction(pass);
    if (transaction.compareTo(LONGEST_TRANSACTION) > 0) {
      return List.of(tooLong(definition, partitions, transaction));
    }
    Map<String, Object> settings = settings(definition, "localhost:9092", "1", partitions);
    Map<String, Object> producer;
    Map<String, Object> consumer;
    try {
      StreamsConfig streams = new StreamsConfig(settings);
      producer = streams.getProducerConfigs("");
      consumer = streams.getMainConsumerConfigs(definition.name(), "", 0);
    } catch (ConfigException | IllegalArgumentException e) {
      return List.of(new Fault("kafka", ": " + e.getMessage()));
    }
    List<Fault> faults = new ArrayList<>();
    atLeast(definition, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, producer, transaction)
        .ifPresent(faults::add);
    atLeast(definition, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, consumer, pass.multipliedBy(4))
        .ifPresent(faults::add);
    return faults;
  }

  static int threads(TopologyDefinition definition, int partitions) {
    return definition.threads().orElse(Math.min(partitions, MOST_THREADS));
  }

  /** The longest that a thread may need for a record of each of its partitions. */
  static Duration pass(TopologyDefinition definition, int partitions) {
    int threads = threads(definition, partitions);
    int partitionsPerThread = (partitions + threads - 1) / threads;
    return frame(definition).multipliedBy(partitionsPerThread);
  }

  /** The longest that a frame may take: fetched, restored, put. */
  private static Duration frame(TopologyDefinition definition) {
    Duration deadline = definition.restore().limits().deadline();
    return definition.stores().isEmpty()
        ? deadline
        : deadline.plus(PATIENCE.plus(LAST_CALL).multipliedBy(2));
  }

  private static Duration transaction(Duration pass) {
    return pass.multipliedBy(2).plus(COMMIT_INTERVAL).plus(MARGIN);
  }

  private static Map<String, Object> settings(
      TopologyDefinition definition, String bootstrapServers, String instance, int partitions) {
    Duration pass = pass(definition, partitions);
    // Without the prefixes of Streams (consumer., producer.): a prefixed key would win over a plain
    // one of the topology.
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, definition.name());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads(definition, partitions));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    settings.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    // Static membership: a killed process that comes back takes its partitions over at once.
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
        Math.toIntExact(Math.max(USUAL_POLL_INTERVAL.toMillis(), 4 * pass.toMillis())));
    // Few and bounded, as each may be large: the defaults are 1000 records each.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 4);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 8);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_RECORD_BYTES);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_RECORD_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 3L * MAX_RECORD_BYTES);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(transaction(pass).toMillis()));
    settings.putAll(definition.kafka());
    return settings;
  }

  /** The largest record that the producers of these settings send. */
  static int largestRecord(Map<String, Object> settings) {
    Map<String, Object> producer = new StreamsConfig(settings).getProducerConfigs("");
    long memory = Long.parseLong(String.valueOf(producer.get(ProducerConfig.BUFFER_MEMORY_CONFIG)));
    return (int) Math.min(memory, number(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
  }

  private static Fault tooLong(
      TopologyDefinition definition, int partitions, Duration transaction) {
    return new Fault(
        "restore.deadline",
        ": "
            + partitions
            + " partitions on "
            + threads(definition, partitions)
            + " threads with a deadline of "
            + definition.restore().limits().deadline().toSeconds()
            + " s need transactions of "
            + transaction.toSeconds()
            + " s, brokers allow "
            + LONGEST_TRANSACTION.toSeconds()
            + " s; take more threads or a shorter restore.deadline");
  }

  private static Optional<Fault> atLeast(
      TopologyDefinition definition, String key, Map<String, Object> settings, Duration least) {
    int millis = number(settings, key);
    if (millis >= least.toMillis()) {
      return Optional.empty();
    }
    // As the topology spells it, which may be with a prefix.
    String spelled =
        definition.kafka().keySet().stream()
            .filter(own -> own.equals(key) || own.endsWith("." + key))
            .findFirst()
            .orElse(key);
    return Optional.of(
        new Fault(
            "kafka." + spelled,
            "must be at least "
                + least.toMillis()
                + " ms for a restore.deadline of "
                + definition.restore().limits().deadline().toSeconds()
                + " s, got "
                + millis));
  }

  private static int number(Map<String, Object> settings, String key) {
    return Integer.parseInt(String.valueOf(settings.get(key)));
  }
}

package io.iptstreams.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a topology comes to on a Kafka where each of its sources has a number of partitions.
 *
 * @param partitions of every topic
 * @param recordBytes largest record that the topics should take
 * @param threads stream threads of one process
 * @param pass longest that a thread may need for a record of each of its partitions
 * @param transactionTimeout after which the broker rolls a transaction back
 * @param pollInterval after which the group takes a process for dead that fetches nothing
 * @param commitInterval how often results are made visible
 * @param exactlyOnce whether readers of committed records see each result once
 * @param resultBytes largest record that a restored picture may become
 * @param sentBytes largest record that is sent at all, {@code max.request.size}
 * @param stateFolder that each process keeps a folder of its own in
 * @param memory most that the records of one process may take
 * @param createTopics words that make the topics with Kafka's own tool
 * @param graph the topology in Kafka's own words
 */
public record StageFacts(
    int partitions,
    int recordBytes,
    int threads,
    Duration pass,
    Duration transactionTimeout,
    Duration pollInterval,
    Duration commitInterval,
    boolean exactlyOnce,
    int resultBytes,
    int sentBytes,
    Path stateFolder,
    Memory memory,
    List<String> createTopics,
    String graph) {
  /** Room for the headers of a result, far more than they take. */
  private static final int HEADER_BYTES = 64 << 10;

  public StageFacts {
    createTopics = List.copyOf(createTopics);
  }

  /**
   * An upper bound of what records take on the heap: threads × (fetched + unsent) + inputs ×
   * records × largest record. Kafka Streams has no limit in bytes of what waits, only in records.
   *
   * @param fetchedBytes of one thread, {@code fetch.max.bytes}
   * @param unsentBytes of one thread, {@code buffer.memory}
   * @param inputs partitions of all sources together
   * @param records that wait of one partition: {@code max.poll.records} come at once, when {@code
   *     buffered.records.per.partition} may be there already
   */
  public record Memory(
      int threads, long fetchedBytes, long unsentBytes, int inputs, long records, int recordBytes) {

    /** The bound, in bytes. */
    public long bytes() {
      // In floating point, which ends at the largest long where whole numbers would turn negative.
      return (long)
          (threads * ((double) fetchedBytes + unsentBytes)
              + (double) inputs * records * recordBytes);
    }

    /** Whether at least half of a heap of so many bytes is left for pictures. */
    public boolean fits(long heapBytes) {
      return bytes() <= heapBytes / 2;
    }
  }

  /**
   * The facts of a topology on topics as the stage makes them on a broker of its own.
   *
   * @param definition without mistakes
   * @param bootstrapServers for the words that make the topics; nobody is asked
   */
  public static StageFacts of(TopologyDefinition definition, String bootstrapServers) {
    return of(definition, bootstrapServers, StageTopics.PARTITIONS);
  }

  /**
   * The facts of a topology on topics of so many partitions.
   *
   * @param definition without mistakes but in its Kafka settings
   * @param bootstrapServers for the words that make the topics; nobody is asked
   * @throws StageException if the settings contradict each other or that many partitions
   */
  public static StageFacts of(
      TopologyDefinition definition, String bootstrapServers, int partitions) {
    Map<String, Object> all = StageSettings.of(definition, bootstrapServers, "1", partitions);
    StreamsConfig settings = new StreamsConfig(all);
    int sentBytes = StageSettings.largestRecord(all);
    Map<String, Object> producer = settings.getProducerConfigs("");
    Map<String, Object> consumer = settings.getMainConsumerConfigs(definition.name(), "", 0);
    int threads = settings.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
    Memory memory =
        new Memory(
            threads,
            number(consumer, ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
            number(producer, ProducerConfig.BUFFER_MEMORY_CONFIG),
            partitions * definition.sources().size(),
            settings.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG)
                + number(consumer, ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
            StageSettings.MAX_RECORD_BYTES);
    return new StageFacts(
        partitions,
        StageSettings.MAX_RECORD_BYTES,
        threads,
        StageSettings.pass(definition, partitions),
        Duration.ofMillis(number(producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)),
        Duration.ofMillis(number(consumer, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG)),
        Duration.ofMillis(settings.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)),
        settings
            .getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)
            .equals(StreamsConfig.EXACTLY_ONCE_V2),
        resultBytes(definition, sentBytes),
        sentBytes,
        Path.of(settings.getString(StreamsConfig.STATE_DIR_CONFIG), definition.name()),
        memory,
        definition.topics().stream()
            .map(topic -> StageTopics.createCommand(topic, partitions, bootstrapServers))
            .toList(),
        RestoreTopology.describe(definition));
  }

  /** Of results that lie in a store, only headers travel. */
  private static int resultBytes(TopologyDefinition definition, int sentBytes) {
    boolean inline = definition.sources().stream().anyMatch(s -> s.objects().isEmpty());
    long picture =
        inline ? definition.large().map(TopologyDefinition.Large::above).orElse(sentBytes) : 0;
    return (int) Math.min(picture + HEADER_BYTES, sentBytes);
  }

  private static long number(Map<String, Object> settings, String key) {
    return Long.parseLong(String.valueOf(settings.get(key)));
  }
}

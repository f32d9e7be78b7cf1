package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * Worked out by hand: pass = ceil(partitions / threads) × deadline; transaction = 2 × pass + 0.1
   * s + 10 s; poll = max(5 min, 4 × pass).
   */
  @ParameterizedTest
  @CsvSource({
    "4,  0, 60, 4, 130100, 300000",
    "16, 0, 60, 8, 250100, 480000",
    "8,  2, 60, 2, 490100, 960000",
    "1,  0,  1, 1,  12100, 300000",
  })
  void timeLimits_followFromPartitionsThreadsAndDeadline(
      int partitions, int threads, int deadline, int expectedThreads, int transaction, int poll) {
    OptionalInt wanted = threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    StreamsConfig settings = settings(partitions, wanted, Duration.ofSeconds(deadline), Map.of());

    assertThat(settings.getInt("num.stream.threads")).isEqualTo(expectedThreads);
    assertThat(settings.getProducerConfigs("p"))
        .containsEntry("transaction.timeout.ms", transaction);
    assertThat(settings.getMainConsumerConfigs("g", "c", 0))
        .containsEntry("max.poll.interval.ms", poll);
  }

  /** 60 s in the model, twice 30 s of patience and 60 s of a last call with the stores. */
  @Test
  void stores_lengthenTheTimeLimits() {
    TopologyDefinition topology = Definitions.with("stores: { spool: { folder: /spool } }");

    assertThat(StageSettings.pass(topology, 4)).isEqualTo(Duration.ofSeconds(60 + 2 * 90));
  }

  @Test
  void aStage_isExactlyOnce_staticInItsGroup_andTakesRecordsOf16MiB() {
    StreamsConfig settings = settings(4, OptionalInt.empty(), MINUTE, Map.of());

    assertThat(settings.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(settings.getMainConsumerConfigs("g", "c", 3))
        .containsEntry("group.instance.id", "one-3")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("max.partition.fetch.bytes", 16 << 20)
        .containsEntry("auto.offset.reset", "earliest");
    assertThat(settings.getProducerConfigs("p")).containsEntry("max.request.size", 16 << 20);
  }

  @Test
  void theTopologysOwn_win_withAndWithoutPrefix() {
    Map<String, Object> settings =
        StageSettings.of(
            Definitions.of(
                OptionalInt.empty(),
                MINUTE,
                Map.of("producer.max.request.size", "2000000", "max.poll.records", "2")),
            "localhost:9092",
            "one",
            4);

    assertThat(StageSettings.largestRecord(settings)).isEqualTo(2_000_000);
    assertThat(
            new StreamsConfig(settings).getMainConsumerConfigs("g", "c", 0).get("max.poll.records"))
        .hasToString("2");
  }

  @Test
  void aRecord_isNoLargerThanTheMemoryOfItsProducer() {
    Map<String, Object> settings =
        StageSettings.of(
            Definitions.of(OptionalInt.empty(), MINUTE, Map.of("buffer.memory", "8388608")),
            "localhost:9092",
            "one",
            4);

    assertThat(StageSettings.largestRecord(settings)).isEqualTo(8 << 20);
  }

  @Test
  void aRecordWithoutATime_isOf1970() {
    ConsumerRecord<Object, Object> timeless = new ConsumerRecord<>("frames", 0, 0, null, null);

    assertThat(settings(4, OptionalInt.empty(), MINUTE, Map.of()).defaultTimestampExtractor())
        .isInstanceOf(RecordTime.class)
        .extracting(extractor -> extractor.extract(timeless, 7))
        .isEqualTo(0L);
  }

  @Test
  void limitsThatContradictTheDeadline_areRefused() {
    assertThatThrownBy(
            () ->
                settings(4, OptionalInt.empty(), MINUTE, Map.of("transaction.timeout.ms", "10000")))
        .isInstanceOf(StageException.class)
        .hasMessage(
            "topology live-derain: kafka.transaction.timeout.ms must be at least 130100 ms for a restore.deadline of 60 s, got 10000");
    assertThatThrownBy(
            () ->
                settings(
                    4,
                    OptionalInt.empty(),
                    MINUTE,
                    Map.of("consumer.max.poll.interval.ms", "60000")))
        .hasMessageContaining("kafka.consumer.max.poll.interval.ms must be at least 240000 ms");
    assertThatThrownBy(() -> settings(64, OptionalInt.of(1), MINUTE, Map.of()))
        .hasMessage(
            "topology live-derain: 64 partitions on 1 threads with a deadline of 60 s need transactions of 7690 s, brokers allow 900 s; take more threads or a shorter restore.deadline");
    assertThatThrownBy(() -> settings(4, OptionalInt.empty(), MINUTE, Map.of("poll.ms", "often")))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("poll.ms");
  }

  /** A thread that waits for records commits nothing meanwhile. */
  @Test
  void aThread_waitsForRecordsInShorterTurnsThanItCommits() {
    StreamsConfig settings = settings(4, OptionalInt.empty(), MINUTE, Map.of());

    assertThat(settings.getLong("poll.ms"))
        .isLessThanOrEqualTo(settings.getLong("commit.interval.ms") / 10);
  }

  @Test
  void aCommitIntervalThatNoTransactionLasts_isRefused() {
    assertThatThrownBy(
            () -> settings(4, OptionalInt.empty(), MINUTE, Map.of("commit.interval.ms", "3600000")))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("commit interval");
  }

  private static StreamsConfig settings(
      int partitions, OptionalInt threads, Duration deadline, Map<String, String> kafka) {
    return new StreamsConfig(
        StageSettings.of(
            Definitions.of(threads, deadline, kafka), "localhost:9092", "one", partitions));
  }
}

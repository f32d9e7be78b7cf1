package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.TransactionWitness.Transaction;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the stage asks of Kafka's producers, on a real broker. */
class TransactionIT {
  private static final int PARTITIONS = 4;
  private static final int FRAMES = 160;
  private static final String PLACE = "place";
  private static final TopologyDefinition TOPOLOGY =
      Definitions.of(
          OptionalInt.of(2),
          Duration.ofMinutes(1),
          Map.of("commit.interval.ms", "20"),
          new TagRule(new TagRule.Always(), new TagRule.Restore("derain")));

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void aTransaction_holdsTheOutcomesOfJustTheFramesThatItsOffsetsPass_andThemFirst()
      throws Exception {
    TransactionWitness witness = new TransactionWitness(new StableIds(TOPOLOGY.name(), "one"));
    List<Transaction> transactions = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder)) {
      StageTopics.create(TOPOLOGY, broker.bootstrapServers());
      send(broker.bootstrapServers());
      try (Restorers restorers =
              Restorers.open(
                  TOPOLOGY.models(),
                  name -> new IdentityModel(16, List.of(new Task.Derain())),
                  TOPOLOGY.restore().batch(),
                  TOPOLOGY.restore().workers(),
                  TOPOLOGY.restore().limits());
          Stage stage =
              Stage.start(
                  TOPOLOGY,
                  restorers,
                  Stores.open(Map.of()),
                  broker.bootstrapServers(),
                  "one",
                  witness)) {
        int outcomes = 0;
        while (outcomes < FRAMES) {
          Transaction next = witness.committed().poll(60, TimeUnit.SECONDS);
          assertThat(next).as("a transaction after %d outcomes", outcomes).isNotNull();
          outcomes += next.sent().size() + next.sentLate().size();
          transactions.add(next);
        }
        assertThat(stage.failure()).isEmpty();
      }
    }
    assertThat(transactions).hasSizeGreaterThan(2 * PARTITIONS);
    Map<Integer, Long> passed = new HashMap<>();
    for (Transaction transaction : transactions) {
      assertThat(transaction.sentLate()).as("sent after the offsets").isEmpty();
      assertThat(transaction.sent())
          .extracting(TransactionIT::place)
          .containsExactlyInAnyOrderElementsOf(passedBy(transaction, passed));
    }
  }

  /** Places of the frames from the offsets passed before to those of the transaction. */
  private static List<String> passedBy(Transaction transaction, Map<Integer, Long> passedBefore) {
    List<String> places = new ArrayList<>();
    transaction
        .offsets()
        .forEach(
            (topicPartition, next) -> {
              int partition = topicPartition.partition();
              long first = passedBefore.getOrDefault(partition, 0L);
              LongStream.range(first, next).forEach(o -> places.add(place(partition, o)));
              passedBefore.put(partition, next);
            });
    return places;
  }

  /** Every tenth is no picture. */
  private static void send(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < FRAMES; i++) {
        int partition = i % PARTITIONS;
        byte[] value = i % 10 == 9 ? bytes("no picture") : Pictures.png(24, 20, i);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>("frames", partition, bytes("stream-" + partition), value);
        record.headers().add(PLACE, bytes(place(partition, i / PARTITIONS)));
        producer.send(record);
      }
    }
  }

  private static String place(int partition, long offset) {
    return partition + ":" + offset;
  }

  private static String place(ProducerRecord<byte[], byte[]> outcome) {
    return new String(outcome.headers().lastHeader(PLACE).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

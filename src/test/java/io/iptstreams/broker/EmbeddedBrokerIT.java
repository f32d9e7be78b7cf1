package io.iptstreams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final TopicPartition FRAMES = new TopicPartition("frames", 0);

  @TempDir Path folder;

  @Test
  void records_surviveARestart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder);
        Admin admin = admin(broker);
        KafkaProducer<byte[], byte[]> producer = producer(broker, Map.of())) {
      admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1))).all().get();
      producer.send(record("kept")).get();
    }
    try (EmbeddedBroker again = EmbeddedBroker.open(folder)) {
      assertThat(firstOf(again)).isEqualTo("kept");
    }
  }

  @Test
  void open_whenThePortIsTaken_triesAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket also = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int controller = free();
      int broker = free();
      Iterator<Integer> ports =
          List.of(taken.getLocalPort(), controller, broker, also.getLocalPort(), broker, controller)
              .iterator();
      try (EmbeddedBroker opened =
          EmbeddedBroker.open(folder, Duration.ofSeconds(5), ports::next)) {
        assertThat(opened.bootstrapServers()).isEqualTo("127.0.0.1:" + broker);
      }
    }
  }

  @Test
  void aSecondBroker_doesNotEnterTheFolder() {
    try (EmbeddedBroker first = EmbeddedBroker.open(folder)) {
      assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> EmbeddedBroker.open(folder, Duration.ZERO, () -> 0))
          .isInstanceOf(BrokerException.class)
          .hasMessage("folder " + folder + " is in use by another broker");
    }
  }

  @Test
  void theSweeper_leavesAHealthyTransactionAlone() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder);
        Admin admin = admin(broker);
        KafkaProducer<byte[], byte[]> producer =
            producer(broker, Map.of("transactional.id", "healthy"))) {
      admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1))).all().get();
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record("in time")).get();

      assertThat(HangingTransactions.abort(admin)).isEmpty();

      producer.commitTransaction();
      assertThat(firstOf(broker)).isEqualTo("in time");
    }
  }

  /**
   * What a coordinator that wrote a transaction off leaves behind: the topic it keeps its books in
   * is removed while the transaction is open.
   */
  @Test
  void theSweeper_freesReadersOfATransactionThatNobodyKnows() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder);
        Admin admin = admin(broker);
        KafkaProducer<byte[], byte[]> lost =
            producer(broker, Map.of("transactional.id", "lost", "max.block.ms", 1000));
        KafkaProducer<byte[], byte[]> plain = producer(broker, Map.of())) {
      admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1))).all().get();
      lost.initTransactions();
      lost.beginTransaction();
      lost.send(record("never committed")).get();
      plain.send(record("behind it")).get();
      admin.deleteTopics(List.of("__transaction_state")).all().get();

      // While the coordinator still knows the transaction, it is none of the sweeper's business.
      Set<TopicPartition> freed = Set.of();
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (freed.isEmpty() && System.nanoTime() - deadline < 0) {
        freed = HangingTransactions.abort(admin);
      }

      assertThat(freed).containsExactly(FRAMES);

      assertThat(firstOf(broker)).isEqualTo("behind it");
      assertThat(HangingTransactions.abort(admin)).isEmpty();
      lost.close(Duration.ZERO);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>("frames", 0, null, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      EmbeddedBroker broker, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The first committed record of the topic; fails if none comes within ten seconds. */
  private static String firstOf(EmbeddedBroker broker) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "group.id", "test"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(FRAMES));
      consumer.seekToBeginning(List.of(FRAMES));
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return new String(record.value(), StandardCharsets.UTF_8);
        }
      }
      throw new AssertionError("no record within 10 s");
    }
  }
}

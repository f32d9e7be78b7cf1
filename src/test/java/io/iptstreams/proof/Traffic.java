package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts frames onto the source of a route, reads what of their outcomes is committed and keeps the
 * {@link Ledger}. For one thread, that never sleeps: whoever waits for something reads meanwhile.
 */
final class Traffic implements AutoCloseable {
  /** Many times what anything takes on two busy cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String bootstrapServers;
  private final Route route;
  private final Consumer<Outcome> sight;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Ledger ledger = new Ledger();
  private final Map<Integer, Integer> cameFrom = new HashMap<>();
  private final Map<Integer, Integer> latestFrom = new HashMap<>();
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private Runnable check = () -> {};
  private Supplier<Frame> frames;
  private int ahead;
  private int latest;

  private Traffic(
      String bootstrapServers,
      Route route,
      Consumer<Outcome> sight,
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer) {
    this.bootstrapServers = bootstrapServers;
    this.route = route;
    this.sight = sight;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Reads from the beginning of the topics of outcomes, which must exist.
   *
   * @param sight is shown each outcome
   */
  static Traffic open(String bootstrapServers, Route route, Consumer<Outcome> sight) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                5,
                "max.request.size",
                EmbeddedBroker.MAX_RECORD_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    KafkaConsumer<byte[], byte[]> consumer = outcomes(bootstrapServers, route, "read_committed");
    return new Traffic(bootstrapServers, route, sight, producer, consumer);
  }

  private static KafkaConsumer<byte[], byte[]> outcomes(
      String bootstrapServers, Route route, String isolation) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        route.outcomes().stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** How many outcomes of a route were written, committed or not. */
  static int written(String bootstrapServers, Route route) {
    try (KafkaConsumer<byte[], byte[]> all =
        outcomes(bootstrapServers, route, "read_uncommitted")) {
      Map<TopicPartition, Long> ends = all.endOffsets(all.assignment());
      int written = 0;
      while (!isAt(all, ends)) {
        written += all.poll(Duration.ofMillis(20)).count();
      }
      return written;
    }
  }

  private static boolean isAt(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /**
   * From now on waits only as long as it is of use.
   *
   * @param check throws, with the reason, when it no longer is
   */
  void watch(Runnable check) {
    this.check = check;
  }

  /** Sends a frame that is to be restored. */
  void send(Frame frame) {
    send(frame, route.sink());
  }

  /**
   * Sends a frame.
   *
   * @param topic where its outcome belongs
   */
  void send(Frame frame, String topic) {
    expect(frame, topic);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(route.source(), bytes(frame.key()), frame.picture());
    record.headers().add(Outcome.NUMBER, bytes(String.valueOf(frame.number())));
    record.headers().add("task", bytes(frame.task()));
    frame.headers().forEach((name, value) -> record.headers().add(name, bytes(value)));
    producer.send(
        record,
        (sent, fault) -> {
          if (fault != null) {
            refused.compareAndSet(null, fault);
          }
        });
  }

  /** A frame that somebody else sends. */
  void expect(Frame frame, String topic) {
    ledger.expect(topic, frame.key(), frame.number());
    latest = frame.number();
  }

  /** From now on sends frames, while it waits, so that so many are always on their way. */
  void feed(Supplier<Frame> frames, int ahead) {
    this.frames = frames;
    this.ahead = ahead;
  }

  /** Sends no more. */
  void endFeeding() {
    this.frames = null;
  }

  /** Outcomes so far. */
  int came() {
    return ledger.came();
  }

  /** Waits until each partition of the sink has given one more. */
  void untilEachPartitionGives() {
    Map<Integer, Integer> before = Map.copyOf(cameFrom);
    int partitions = consumer.partitionsFor(route.sink()).size();
    until(
        "one more of each of " + partitions + " partitions",
        () ->
            cameFrom.size() == partitions
                && cameFrom.keySet().stream()
                    .allMatch(p -> cameFrom.get(p) > before.getOrDefault(p, 0)));
  }

  /**
   * Waits until each partition of the sink has given a frame that was not sent before: others may
   * have been restored already and only not been read.
   */
  void untilEachPartitionGivesNewFrames() {
    int before = latest;
    int partitions = consumer.partitionsFor(route.sink()).size();
    until(
        "a frame after " + before + " from each of " + partitions + " partitions",
        () ->
            latestFrom.size() == partitions
                && latestFrom.values().stream().allMatch(number -> number > before));
  }

  /** Waits for a condition, or fails. */
  void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline)
          .as("waited %s for %s; %d outcomes, %d to come", PATIENCE, what, came(), ledger.open())
          .isNegative();
      look();
    }
  }

  /** Waits until every frame sent has its outcome; fails if for long none comes. */
  void drain() {
    while (ledger.open() > 0) {
      int before = came();
      until("one more outcome", () -> came() > before);
    }
  }

  /**
   * Reads all there is to the end and asserts the guarantee: one outcome for each frame, in order,
   * and no frame left that would be taken again. To be called when the stage has stopped.
   */
  void finish() throws Exception {
    producer.flush();
    assertThat(refused.get()).as("a frame that could not be sent").isNull();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    until("the ends " + ends, () -> isAt(consumer, ends));
    ledger.assertEachFrameHadItsOutcome();
    assertThat(committed()).as("offsets of the stage").isEqualTo(consumer.endOffsets(source()));
  }

  private List<TopicPartition> source() {
    return consumer.partitionsFor(route.source()).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  /** Where the stage would go on. */
  private Map<TopicPartition, Long> committed() throws Exception {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .listConsumerGroupOffsets(route.name())
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }
    return committed;
  }

  private void look() {
    check.run();
    while (frames != null && ledger.open() < ahead) {
      send(frames.get());
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
      Outcome outcome = Outcome.of(record);
      ledger.came(outcome.topic(), outcome.key(), outcome.number());
      cameFrom.merge(outcome.partition(), 1, Integer::sum);
      latestFrom.put(outcome.partition(), outcome.number());
      sight.accept(outcome);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    consumer.close();
  }
}

package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.image.Image;
import io.iptstreams.model.DecoratedModel;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stage on a real broker, its model the identity. Every test has topics of its own. */
@Timeout(120)
class StageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TagRule DERAIN_ALL =
      new TagRule(new TagRule.Always(), new TagRule.Restore("derain"));

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void openBroker() {
    broker = EmbeddedBroker.open(folder);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 16 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void closeBroker() {
    producer.close();
    broker.close();
  }

  @Test
  void everyFrame_hasOneOutcome_inOrderOfItsKey() throws Exception {
    TopologyDefinition topology =
        topology("mixed", new TagRule(isKey("gate"), new TagRule.Pass()), DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    byte[] jpeg = Pictures.jpeg(40, 30, 7);
    byte[] truncated = Arrays.copyOf(jpeg, jpeg.length / 2);
    byte[] text = bytes("no picture");
    Map<String, List<byte[]>> sent = new HashMap<>();
    Map<String, RecordMetadata> bad = new HashMap<>();
    List<String> keys = List.of("yard-1", "yard-2", "yard-3", "gate");
    try (Restorers restorers = restorers();
        Stage stage =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      for (int i = 0; i < 25; i++) {
        for (String key : keys) {
          byte[] picture = i % 2 == 0 ? Pictures.png(40, 30, i) : Pictures.jpeg(40, 30, i);
          sent.computeIfAbsent(key, k -> new ArrayList<>()).add(picture);
          send(topology, key, picture, "number", String.valueOf(i));
        }
        if (i == 10) {
          bad.put("dehaze", send(topology, "yard-1", jpeg, "ce_task", "dehaze", "number", "x"));
          bad.put("truncated", send(topology, "yard-2", truncated, "number", "x"));
          bad.put("text", send(topology, null, text, "number", "x"));
        }
      }

      List<ConsumerRecord<byte[], byte[]>> results = read(topology.sink(), 100);
      List<ConsumerRecord<byte[], byte[]>> letters = read(topology.deadLetters(), 3);

      for (String key : keys) {
        List<ConsumerRecord<byte[], byte[]>> ofKey = of(results, r -> key.equals(text(r.key())));
        assertThat(ofKey).extracting(r -> header(r, "number")).isEqualTo(numbers(25));
        for (int i = 0; i < 25; i++) {
          assertPicture(ofKey.get(i).value(), sent.get(key).get(i), key.equals("gate"), i % 2 == 0);
        }
      }
      assertThat(of(results, r -> header(r, "ce_model") != null))
          .hasSize(75)
          .allSatisfy(r -> assertThat(header(r, "ce_model")).isEqualTo("identity@00000000"));
      assertLetter(letters, bad.get("dehaze"), jpeg, "tag", "unknown task \"dehaze\"");
      assertLetter(letters, bad.get("truncated"), truncated, "decode", "");
      assertLetter(letters, bad.get("text"), text, "decode", "");
      assertThat(stage.outcomes().counts()).isEqualTo(new Outcomes.Counts(103, 75, 25, 0, 0, 3, 0));
      assertThat(stage.outcomes().latestDeadLetter()).isPresent();
      assertThat(transactionalIds("mixed"))
          .isNotEmpty()
          .allMatch(id -> id.matches("mixed:one-[1-4]"));
      assertThat(stage.failure()).isEmpty();
    }
  }

  @Test
  void aStageThatStops_goesOnWhereItWas() throws Exception {
    TopologyDefinition topology = topology("stopped", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    long received = 0;
    int next = 0;
    for (int round = 0; round < 3; round++) {
      try (Restorers restorers = restorers()) {
        // Another name each time: the old one has left the group, else this would take 45 s.
        Stage stage =
            Stage.start(
                topology,
                restorers,
                Stores.open(Map.of()),
                broker.bootstrapServers(),
                "round-" + round);
        try (stage) {
          for (int i = 0; i < 40; i++) {
            send(topology, "yard-" + next % 5, Pictures.png(8, 8, next), "number", "" + next++);
          }
          // Some are through, others lie on their way when the stage is closed.
          read(topology.sink(), next - 30);
        }
        Outcomes.Counts counts = stage.outcomes().counts();
        assertThat(counts.waiting()).isZero();
        received += counts.received();
      }
    }
    try (Restorers restorers = restorers();
        Stage last =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      List<ConsumerRecord<byte[], byte[]>> results = read(topology.sink(), next);
      assertThat(results)
          .extracting(r -> header(r, "number"))
          .containsExactlyInAnyOrderElementsOf(numbers(next));
      for (int key = 0; key < 5; key++) {
        String name = "yard-" + key;
        assertThat(of(results, r -> name.equals(text(r.key()))))
            .extracting(r -> Integer.valueOf(header(r, "number")))
            .isSorted();
      }
      assertThat(received + last.outcomes().counts().received()).isEqualTo(next);
    }
  }

  @Test
  void lag_isWhatIsNotCommitted_whetherFetchedOrNot() throws Exception {
    TopologyDefinition topology = topology("lagging", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    Semaphore permits = new Semaphore(1);
    TopologyDefinition.Restore restore = topology.restore();
    try (Restorers restorers =
            Restorers.open(
                topology.models(),
                name -> admitting(permits),
                restore.batch(),
                restore.workers(),
                restore.limits());
        Stage stage =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      send(topology, "yard-1", Pictures.png(8, 8, 0));
      await(() -> stage.lag().equals(OptionalLong.of(0)) && permits.availablePermits() == 0);
      for (int i = 1; i <= 40; i++) {
        send(topology, "yard-1", Pictures.png(8, 8, i));
      }
      // The first fetches brought a frame each and knew of no more. Whether the three that may now
      // pass are committed is a matter of time.
      permits.release(3);
      await(() -> stage.lag().orElse(0) >= 37 && stage.lag().orElse(99) <= 40);
      permits.release(37);
      await(() -> stage.lag().equals(OptionalLong.of(0)));
      assertThat(stage.outcomes().counts().restored()).isEqualTo(41);
    }
  }

  @Test
  void aFrameOf8MiB_passes() throws Exception {
    TopologyDefinition topology = topology("large", new TagRule(isKey("pass"), new TagRule.Pass()));
    StageTopics.create(topology, broker.bootstrapServers());
    byte[] noise = new byte[8 << 20];
    new Random(1).nextBytes(noise);
    try (Restorers restorers = restorers();
        Stage stage =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      send(topology, "pass", noise);

      assertThat(read(topology.sink(), 1).get(0).value()).isEqualTo(noise);
      assertThat(stage.failure()).isEmpty();
    }
  }

  @Test
  void aResultTooLarge_becomesADeadLetter_andTheStageGoesOn() throws Exception {
    byte[] png = Pictures.png(300, 300, 3);
    String limit = String.valueOf(png.length + 1000);
    TopologyDefinition topology =
        topology("enlarged", Map.of("max.request.size", limit), DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    try (Restorers restorers = restorers();
        Stage stage =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      send(topology, "yard-1", png, "task", "upscale-x4");
      send(topology, "yard-1", Pictures.png(8, 8, 1));

      assertThat(header(read(topology.sink(), 1).get(0), "ce_model")).isNotNull();
      ConsumerRecord<byte[], byte[]> letter = read(topology.deadLetters(), 1).get(0);
      assertThat(header(letter, "dead-letter-station")).isEqualTo("publish");
      assertThat(letter.value()).isEqualTo(png);
      assertThat(stage.outcomes().counts()).isEqualTo(new Outcomes.Counts(2, 1, 0, 0, 0, 1, 0));
    }
  }

  @Test
  void aReload_opensTheModelAnew_andLosesNoFrame() throws Exception {
    TopologyDefinition topology = topology("reloaded", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    AtomicInteger opened = new AtomicInteger();
    TopologyDefinition.Restore restore = topology.restore();
    try (Restorers restorers =
            Restorers.open(
                topology.models(),
                name -> numbered(opened.incrementAndGet()),
                restore.batch(),
                restore.workers(),
                restore.limits());
        Stage stage =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one");
        KafkaConsumer<byte[], byte[]> results = consumer(topology.sink())) {
      List<String> models = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      int sent = 0;
      boolean asked = false;
      while (!models.contains("identity@00000002") && System.nanoTime() - deadline < 0) {
        send(topology, "yard-1", Pictures.png(8, 8, sent++));
        if (!asked && !models.isEmpty()) {
          asked = true;
          producer.send(new ProducerRecord<>("reloaded.control", bytes("dance"))).get();
          producer.send(new ProducerRecord<>("reloaded.control", bytes("reload"))).get();
        }
        results.poll(Duration.ofMillis(10)).forEach(r -> models.add(header(r, "ce_model")));
      }
      while (models.size() < sent && System.nanoTime() - deadline < 0) {
        results.poll(Duration.ofMillis(100)).forEach(r -> models.add(header(r, "ce_model")));
      }

      assertThat(models).hasSize(sent).isSorted().contains("identity@00000001");
      assertThat(opened).hasValue(2);
      assertThat(stage.failure()).isEmpty();
    }
  }

  @Test
  void ofTwoStagesOfOneName_theFirstStops_andSaysWhy() throws Exception {
    TopologyDefinition topology = topology("twice", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    try (Restorers restorers = restorers();
        Stage first =
            Stage.start(
                topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
      send(topology, "yard-1", Pictures.png(8, 8, 1));
      read(topology.sink(), 1);
      try (Stage second =
          Stage.start(
              topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
        assertThatThrownBy(first::awaitStop)
            .isInstanceOf(StageException.class)
            .hasMessage(
                "another process runs stage twice as instance one; stop one of them or name them differently");
        send(topology, "yard-1", Pictures.png(8, 8, 2));
        assertThat(read(topology.sink(), 2)).hasSize(2);
        assertThat(second.failure()).isEmpty();
      }
    }
  }

  @Test
  void aStageThatFails_saysWhy_thoughAThreadOfItIsStillAtWork() throws Exception {
    TopologyDefinition topology = topology("held", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    try (Restorers restorers = restorers();
        Stage first =
            Stage.start(
                topology,
                restorers,
                Stores.open(Map.of()),
                broker.bootstrapServers(),
                "one",
                sight -> {
                  held.countDown();
                  awaitCalmly(released);
                })) {
      send(topology, "yard-1", Pictures.png(8, 8, 1));
      held.await();
      try (Stage second =
          Stage.start(
              topology, restorers, Stores.open(Map.of()), broker.bootstrapServers(), "one")) {
        assertThatThrownBy(first::awaitStop).isInstanceOf(StageException.class);
        assertThat(second.failure()).isEmpty();
      } finally {
        released.countDown();
      }
    }
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void start_saysWhichTopicsAreMissing_andHowToMakeThem() {
    try (Restorers restorers = restorers()) {
      assertThatThrownBy(
              () ->
                  Stage.start(
                      topology("absent", DERAIN_ALL),
                      restorers,
                      Stores.open(Map.of()),
                      broker.bootstrapServers(),
                      "one"))
          .isInstanceOf(StageException.class)
          .hasMessageStartingWith(
              "topic absent is missing; create it: kafka-topics.sh --bootstrap-server "
                  + broker.bootstrapServers()
                  + " --create --topic absent --partitions 4 --config max.message.bytes=16777216\n"
                  + "topic absent.restored is missing");
    }
  }

  @Test
  void verify_refusesUnequalPartitionCounts() throws Exception {
    TopologyDefinition topology = topology("unequal", DERAIN_ALL);
    StageTopics.create(topology, broker.bootstrapServers());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createPartitions(Map.of(topology.sink(), NewPartitions.increaseTo(6))).all().get();
    }
    assertThatThrownBy(() -> StageTopics.verify(topology, broker.bootstrapServers()))
        .hasMessage(
            "topic unequal has 4 partitions and topic unequal.restored has 6; they must have as many, so that a key stays on its partition");
  }

  @Test
  void verify_saysWithin15Seconds_thatNoBrokerAnswers() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> StageTopics.verify(topology("nowhere", DERAIN_ALL), "127.0.0.1:1"))
        .hasMessage(
            "no Kafka broker answers at 127.0.0.1:1 within 10 s; is it running, and is the address right?");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThatThrownBy(() -> StageTopics.verify(topology("nowhere", DERAIN_ALL), "nonsense"))
        .isInstanceOf(StageException.class)
        .hasMessageStartingWith("Kafka cannot be reached at nonsense: ");
  }

  /** A passed picture is the same file, a restored one the same picture; JPEG only nearly so. */
  private static void assertPicture(byte[] got, byte[] sent, boolean passed, boolean lossless) {
    if (passed) {
      assertThat(got).isEqualTo(sent);
    } else if (lossless) {
      assertThat(Pictures.pixels(got)).isEqualTo(Pictures.pixels(sent));
    } else {
      assertThat(Pictures.pixels(got)).hasSameSizeAs(Pictures.pixels(sent));
    }
  }

  private static TopologyDefinition topology(String name, TagRule... rules) {
    return topology(name, Map.of(), rules);
  }

  private static TopologyDefinition topology(
      String name, Map<String, String> kafka, TagRule... rules) {
    TopologyDefinition like = Definitions.of(rules);
    return new TopologyDefinition(
        name,
        List.of(new TopologyDefinition.Source(name, Optional.empty())),
        like.rules(),
        like.restore(),
        Map.of(),
        Optional.empty(),
        name + ".restored",
        Optional.empty(),
        name + ".dead",
        Optional.of(name + ".control"),
        OptionalInt.empty(),
        kafka);
  }

  private static TagRule.Condition isKey(String key) {
    return new TagRule.KeyIs(new Glob(key));
  }

  /** Restores a batch for each permit, and waits for one. */
  private static RestorationModel admitting(Semaphore permits) {
    return new DecoratedModel(new IdentityModel(16, List.of(new Task.Derain()))) {
      @Override
      public List<Image> restore(Task task, List<Image> tiles) {
        permits.acquireUninterruptibly();
        return super.restore(task, tiles);
      }
    };
  }

  private static void await(BooleanSupplier fact) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!fact.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time is up").isNegative();
      Thread.sleep(5);
    }
  }

  private static RestorationModel numbered(int number) {
    return new DecoratedModel(new IdentityModel(16, List.of(new Task.Derain()))) {
      @Override
      public String fingerprint() {
        return "0000000" + number;
      }
    };
  }

  private static Restorers restorers() {
    TopologyDefinition.Restore restore = Definitions.of().restore();
    return Restorers.open(
        List.of(restore.model()),
        name -> new IdentityModel(16, List.of(new Task.Derain(), new Task.Upscale(4))),
        restore.batch(),
        restore.workers(),
        restore.limits());
  }

  private static RecordMetadata send(
      TopologyDefinition topology, String key, byte[] value, String... namesAndValues)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topology.sourceTopics().get(0), key == null ? null : bytes(key), value);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      record.headers().add(namesAndValues[i], bytes(namesAndValues[i + 1]));
    }
    return producer.send(record).get();
  }

  /** All committed records of a topic, once there are as many as expected. */
  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int expected) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (records.size() < expected && System.nanoTime() - deadline < 0) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      assertThat(records).as("records of %s", topic).hasSizeGreaterThanOrEqualTo(expected);
      return records;
    }
  }

  private static List<String> transactionalIds(String application) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin.listTransactions().all().get().stream()
          .map(TransactionListing::transactionalId)
          .filter(id -> id.startsWith(application))
          .toList();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static void assertLetter(
      Collection<ConsumerRecord<byte[], byte[]>> letters,
      RecordMetadata source,
      byte[] value,
      String station,
      String reason) {
    List<ConsumerRecord<byte[], byte[]>> ofSource =
        letters.stream()
            .filter(
                r ->
                    header(r, "dead-letter-topic").equals(source.topic())
                        && header(r, "dead-letter-partition").equals("" + source.partition())
                        && header(r, "dead-letter-offset").equals("" + source.offset()))
            .toList();
    assertThat(ofSource).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = ofSource.get(0);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(letter, "number")).isEqualTo("x");
    assertThat(header(letter, "dead-letter-station")).isEqualTo(station);
    assertThat(header(letter, "dead-letter-reason")).isNotBlank().contains(reason);
  }

  private static List<ConsumerRecord<byte[], byte[]>> of(
      List<ConsumerRecord<byte[], byte[]>> records,
      Predicate<ConsumerRecord<byte[], byte[]>> which) {
    return records.stream().filter(which).toList();
  }

  private static List<String> numbers(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(String::valueOf).toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : text(header.value());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.task.Task;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stage in a JVM of its own, killed as by SIGKILL in the middle of its work. */
class StageCrashIT {
  private static final TopologyDefinition TOPOLOGY =
      Definitions.of(new TagRule(new TagRule.Always(), new TagRule.Restore("derain")));
  private static final int FRAMES = 300;
  private static final int KEYS = 7;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void killedAgainAndAgain_itRestoresEveryFrameOnce_inOrderOfItsKey() throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder)) {
      StageTopics.create(TOPOLOGY, broker.bootstrapServers());
      sendFrames(broker.bootstrapServers());
      List<ConsumerRecord<byte[], byte[]>> results = new ArrayList<>();
      try (KafkaConsumer<byte[], byte[]> consumer = results(broker.bootstrapServers())) {
        for (int kill = 1; kill <= 2; kill++) {
          Process stage = startStage(broker.bootstrapServers());
          try {
            readUntil(consumer, results, kill * FRAMES / 4);
          } finally {
            stage.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
          }
        }
        assertThat(results).as("the kills came in the middle").hasSizeLessThan(FRAMES);
        Process stage = startStage(broker.bootstrapServers());
        try {
          readUntil(consumer, results, FRAMES);
        } finally {
          stage.getOutputStream().close();
          assertThat(stage.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        consumer.poll(Duration.ofSeconds(1)).forEach(results::add);
      }

      Map<String, List<Integer>> numbersByKey = new HashMap<>();
      results.forEach(
          r -> numbersByKey.computeIfAbsent(text(r.key()), k -> new ArrayList<>()).add(number(r)));
      assertThat(results).hasSize(FRAMES);
      assertThat(numbersByKey).hasSize(KEYS);
      numbersByKey.forEach(
          (key, numbers) -> assertThat(numbers).as(key).isSorted().doesNotHaveDuplicates());
    }
  }

  private static void sendFrames(String bootstrapServers) throws Exception {
    byte[] picture = Pictures.png(150, 150, 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < FRAMES; i++) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                TOPOLOGY.sourceTopics().get(0), bytes("yard-" + i % KEYS), picture);
        record.headers().add("number", bytes(String.valueOf(i)));
        producer.send(record);
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> results(String bootstrapServers) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPOLOGY.sink()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static void readUntil(
      KafkaConsumer<byte[], byte[]> consumer,
      List<ConsumerRecord<byte[], byte[]>> results,
      int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (results.size() < count && System.nanoTime() - deadline < 0) {
      consumer.poll(Duration.ofMillis(20)).forEach(results::add);
    }
    assertThat(results).hasSizeGreaterThanOrEqualTo(count);
  }

  private static Process startStage(String bootstrapServers) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ChildJvm.QUICK_TO_START);
    words.add(StageMain.class.getName());
    words.add(bootstrapServers);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static int number(ConsumerRecord<byte[], byte[]> record) {
    return Integer.parseInt(text(record.headers().lastHeader("number").value()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs the stage until standard input ends. */
  static final class StageMain {
    public static void main(String[] args) throws Exception {
      TopologyDefinition.Restore restore = TOPOLOGY.restore();
      try (Restorers restorers =
              Restorers.open(
                  TOPOLOGY.models(),
                  name -> new IdentityModel(48, List.of(new Task.Derain())),
                  restore.batch(),
                  restore.workers(),
                  restore.limits());
          Stage stage = Stage.start(TOPOLOGY, restorers, Stores.open(Map.of()), args[0], "one")) {
        assertThat(stage.failure()).isEmpty();
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}

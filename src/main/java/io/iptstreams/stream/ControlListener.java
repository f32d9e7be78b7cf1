package io.iptstreams.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on the commands that arrive on a topic from now on. Every process of an application hears
 * each of them, so it reads without a group.
 */
final class ControlListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlListener.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A command is a word; whatever is longer is none. */
  private static final int LONGEST_COMMAND = 100;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;

  private ControlListener(KafkaConsumer<byte[], byte[]> consumer, Consumer<String> commands) {
    this.consumer = consumer;
    this.thread = new Thread(() -> listen(commands), "control");
    thread.setDaemon(true);
  }

  /**
   * Listens until it is closed.
   *
   * @param settings of a Kafka client
   * @param commands gets each command, on a thread of this listener; what it throws is logged
   */
  static ControlListener open(
      Map<String, Object> settings, String topic, Consumer<String> commands) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      // Seeking waits for the first poll; a command sent after this returns must be heard.
      partitions.forEach(consumer::position);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    ControlListener listener = new ControlListener(consumer, commands);
    listener.thread.start();
    return listener;
  }

  private void listen(Consumer<String> commands) {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          obey(record.value(), commands);
        }
      }
    } catch (WakeupException closed) {
      log.debug("no longer listening to commands");
    } catch (KafkaException e) {
      log.error("the stage hears no commands any more: {}", e.getMessage());
    }
  }

  private static void obey(byte[] value, Consumer<String> commands) {
    if (value == null || value.length > LONGEST_COMMAND) {
      log.warn("a record of the control topic is no command");
      return;
    }
    try {
      commands.accept(new String(value, StandardCharsets.UTF_8).strip());
    } catch (RuntimeException e) {
      log.error("{}", e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

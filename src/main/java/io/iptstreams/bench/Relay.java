package io.iptstreams.bench;

import io.iptstreams.media.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies records from one topic to another with a plain consumer and a plain producer for each
 * partition: neither transactions nor offsets, so it promises nothing. A stage, which reads and
 * writes the same bytes, cannot be faster by much.
 */
final class Relay implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final List<Thread> threads = new ArrayList<>();
  private final String bootstrapServers;
  private final String sink;
  private volatile RuntimeException failure;
  private volatile boolean closed;

  private Relay(String bootstrapServers, String sink) {
    this.bootstrapServers = bootstrapServers;
    this.sink = sink;
  }

  /**
   * Starts copying from the beginning of a topic, a thread for each partition.
   *
   * @param partitions of both topics; a record keeps its own
   */
  static Relay start(String bootstrapServers, String source, String sink, int partitions) {
    Relay relay = new Relay(bootstrapServers, sink);
    for (int partition = 0; partition < partitions; partition++) {
      TopicPartition own = new TopicPartition(source, partition);
      Thread thread = new Thread(() -> relay.copy(own), "relay-" + partition);
      thread.setDaemon(true);
      thread.start();
      relay.threads.add(thread);
    }
    return relay;
  }

  private void copy(TopicPartition source) {
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrapServers);
        Producer<byte[], byte[]> producer = KafkaClients.producer(bootstrapServers)) {
      consumer.assign(List.of(source));
      consumer.seekToBeginning(List.of(source));
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          producer.send(
              new ProducerRecord<>(
                  sink,
                  source.partition(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  record.headers()),
              (metadata, error) -> {
                if (error != null) {
                  fail(error);
                }
              });
        }
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception cause) {
    failure = new BenchmarkException("the relay failed: " + cause.getMessage(), cause);
  }

  /**
   * Whether there is a point in waiting for more copies.
   *
   * @throws BenchmarkException if a record could not be copied
   */
  void requireHealth() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends without copying on; an interrupt ends the wait for that. */
  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

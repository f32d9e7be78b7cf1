package io.iptstreams.bench;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.media.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads committed outcomes into a ledger, on a thread of its own. */
final class Outlet implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final List<TopicPartition> partitions;
  private final Ledger ledger;
  private final Thread thread;
  private volatile boolean ending;
  private volatile boolean closed;

  private Outlet(String bootstrapServers, List<TopicPartition> partitions, Ledger ledger) {
    this.partitions = partitions;
    this.ledger = ledger;
    this.thread = new Thread(() -> read(bootstrapServers), "outlet");
    this.thread.setDaemon(true);
  }

  /** Starts reading from the beginning of the topics. */
  static Outlet open(
      String bootstrapServers, Collection<String> topics, int partitions, Ledger ledger) {
    List<TopicPartition> all =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList();
    Outlet outlet = new Outlet(bootstrapServers, all, ledger);
    outlet.thread.start();
    return outlet;
  }

  private void read(String bootstrapServers) {
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrapServers)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closed && !(ending && isAtEnd(consumer))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          ledger.outcome(number(record), System.nanoTime());
        }
      }
    } catch (RuntimeException e) {
      ledger.fail(e);
    }
  }

  private static boolean isAtEnd(Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static long number(ConsumerRecord<byte[], byte[]> record) {
    Header number = record.headers().lastHeader(FrameHeaders.FRAME);
    return Long.parseLong(new String(number.value(), StandardCharsets.UTF_8));
  }

  /** Reads what is committed by now, then ends. */
  void drain() throws InterruptedException {
    ending = true;
    thread.join();
  }

  /** Ends without reading on; an interrupt ends the wait for that. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

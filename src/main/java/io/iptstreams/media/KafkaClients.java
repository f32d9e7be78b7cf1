package io.iptstreams.media;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Producers and consumers of frames: large records, nothing lost or doubled by the client, nothing
 * read uncommitted.
 */
public final class KafkaClients {
  /** How long a broker may be silent before producers and consumers of frames give up. */
  static final int PATIENCE_SECONDS = 30;

  private static final int ANSWER_WITHIN_SECONDS = 10;
  private static final int MAX_RECORD = 16 << 20;

  /** What brokers allow unless told otherwise. */
  private static final int LONGEST_TRANSACTION_SECONDS = 15 * 60;

  private KafkaClients() {}

  /**
   * Waits for a broker to answer and to know the topic.
   *
   * @throws MediaException if no broker does within ten seconds, or if it has no such topic
   */
  public static void requireTopic(String bootstrapServers, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "default.api.timeout.ms",
            ANSWER_WITHIN_SECONDS * 1000,
            "request.timeout.ms",
            ANSWER_WITHIN_SECONDS * 1000 / 2);
    try (Admin admin = Admin.create(settings)) {
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          // The client gives up first; then its close has no call to wait for.
          .get(2 * ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw noAnswer(bootstrapServers, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw noAnswer(bootstrapServers, e);
      }
      String why =
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "there is no topic " + topic
              : e.getCause().getMessage();
      throw new MediaException("Kafka at " + bootstrapServers + ": " + why, e);
    } catch (KafkaException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new MediaException("Kafka at " + bootstrapServers + ": " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("interrupted while waiting for a broker at " + bootstrapServers, e);
    }
  }

  private static MediaException noAnswer(String bootstrapServers, Exception cause) {
    return new MediaException(
        "no Kafka broker answers at "
            + bootstrapServers
            + " within "
            + ANSWER_WITHIN_SECONDS
            + " s; is it running, and is the address right?",
        cause);
  }

  /** A producer that waits for all replicas and sends each record once. */
  public static Producer<byte[], byte[]> producer(String bootstrapServers) {
    return producer(bootstrapServers, Map.of());
  }

  /**
   * The same in transactions, which end within a quarter of an hour.
   *
   * @param transactionalId whoever comes later with the same fences this one
   */
  public static Producer<byte[], byte[]> transactionalProducer(
      String bootstrapServers, String transactionalId) {
    return producer(
        bootstrapServers,
        Map.of(
            "transactional.id",
            transactionalId,
            "transaction.timeout.ms",
            LONGEST_TRANSACTION_SECONDS * 1000));
  }

  private static Producer<byte[], byte[]> producer(
      String bootstrapServers, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    settings.put("max.request.size", MAX_RECORD);
    settings.put("buffer.memory", 4L * MAX_RECORD);
    settings.put("batch.size", 1 << 20);
    // A frame fills a request alone, and somebody may wait for it.
    settings.put("linger.ms", 0);
    settings.put("max.block.ms", PATIENCE_SECONDS * 1000);
    settings.put("request.timeout.ms", PATIENCE_SECONDS * 1000 / 3);
    settings.put("delivery.timeout.ms", PATIENCE_SECONDS * 1000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer that sees committed records only. */
  public static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "fetch.max.bytes",
            2 * MAX_RECORD,
            "max.partition.fetch.bytes",
            MAX_RECORD,
            "max.poll.records",
            8,
            "default.api.timeout.ms",
            PATIENCE_SECONDS * 1000,
            "request.timeout.ms",
            PATIENCE_SECONDS * 1000 / 3),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}

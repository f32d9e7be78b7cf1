package io.iptstreams.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients, with transactional ids that stay the same when an instance starts again.
 *
 * <p>Without state on disk Kafka Streams draws a new random id at each start, so nobody fences the
 * producer of a killed process, and its open transaction hides all later output until it times out.
 */
final class StableIds implements KafkaClientSupplier {
  private static final String TRANSACTIONAL_ID = "transactional.id";

  private final String application;
  private final String instance;

  StableIds(String application, String instance) {
    this.application = application;
    this.instance = instance;
  }

  /**
   * The transactional id of a thread.
   *
   * @param member its group instance id, instance and number of the thread: {@code yard-1-2}
   */
  static String of(String application, String member) {
    // Neither name has a colon: yard as night-1 must not be yard-night as 1.
    return application + ":" + member;
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    Map<String, Object> stable = new HashMap<>(settings);
    // Streams' own is application, random id, thread: application-0f3c…-1.
    stable.computeIfPresent(
        TRANSACTIONAL_ID,
        (key, id) -> {
          String thread = id.toString().substring(id.toString().lastIndexOf('-'));
          return of(application, instance + thread);
        });
    return new KafkaProducer<>(stable, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }
}

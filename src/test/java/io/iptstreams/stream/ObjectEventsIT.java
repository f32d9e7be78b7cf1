package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.ObjectEvent;
import io.iptstreams.store.ObjectNotification;
import io.iptstreams.store.S3Server;
import io.iptstreams.store.Store;
import io.iptstreams.store.Stores;
import io.iptstreams.task.Task;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an object in a bucket to the restored object beside it, on a real broker and S3 server. */
class ObjectEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] PNG = Pictures.png(20, 30, 1);

  @TempDir Path folder;

  @Test
  @Timeout(180)
  void objectsAreRestored_whatIsNoneIsADeadLetter_andAResultIsNotRestoredAgain() throws Exception {
    BucketLocation bucket = S3Server.shared().newBucket();
    TopologyDefinition topology =
        TopologyFile.parse(
            "objects.yaml",
            """
            sources:
              - topic: events
                objects: { store: media, results: "restored/{key}" }
            tag: [{ otherwise: upscale-x2 }]
            restore: { model: identity, deadline: 20 s }
            stores:
              media: { bucket: %s, endpoint: "%s" }
            sink: { topic: results }
            dead-letters: { topic: dead }
            """
                .formatted(bucket.bucket(), bucket.endpoint().orElseThrow()));
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder);
        Stores stores = Stores.open(topology.stores());
        Restorers restorers =
            Restorers.open(
                topology.models(),
                name -> new IdentityModel(16, List.of(new Task.Upscale(2))),
                topology.restore().batch(),
                1,
                topology.restore().limits())) {
      Store media = stores.named("media");
      media.put("scans/ä b+c.png", PNG, "image/png");
      StageTopics.create(topology, broker.bootstrapServers());
      Stage stage = Stage.start(topology, restorers, stores, broker.bootstrapServers(), "one");
      try (stage;
          Producer<byte[], byte[]> producer = KafkaClients.producer(broker.bootstrapServers())) {
        announce(producer, bucket.bucket(), "scans/ä b+c.png");
        announce(producer, bucket.bucket(), "scans/gone.png");
        announce(producer, "another-bucket", "scans/a.png");
        announce(producer, bucket.bucket(), "restored/scans/ä b+c.png");

        List<ConsumerRecord<byte[], byte[]>> results = read(broker, "results", 1);
        List<ConsumerRecord<byte[], byte[]>> letters = read(broker, "dead", 2);

        URI result = URI.create(header(results.get(0), "ce_dataref"));
        assertThat(media.key(result)).isEqualTo("restored/scans/ä b+c.png");
        assertThat(Pictures.pixels(media.get(result, 1 << 20))).hasSize(4 * 20 * 30);
        assertThat(header(results.get(0), "ce_subject")).isEqualTo("scans/ä b+c.png");
        assertThat(letters)
            .extracting(letter -> header(letter, "dead-letter-station"))
            .containsExactly("fetch", "fetch");
        stage.close();
        assertThat(stage.outcomes().counts()).isEqualTo(new Outcomes.Counts(4, 1, 0, 0, 1, 2, 0));
      }
    }
  }

  private static void announce(Producer<byte[], byte[]> producer, String bucket, String key)
      throws Exception {
    ObjectEvent event =
        new ObjectEvent(
            ObjectEvent.Kind.CREATED,
            bucket,
            key,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    byte[] name = (bucket + "/" + key).getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>("events", name, ObjectNotification.ofNew(event))).get();
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      EmbeddedBroker broker, String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(broker.bootstrapServers())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (records.size() < count && System.nanoTime() - deadline < 0) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    assertThat(records).as(topic).hasSize(count);
    return records;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}

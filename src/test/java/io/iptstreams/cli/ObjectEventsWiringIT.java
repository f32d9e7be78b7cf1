package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.degrade.GaussianNoise;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.store.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The wiring of docker-compose.yml from bucket to bucket as plain processes: topics and the stage
 * by the words they have there, with other addresses. MinIO's part, telling of the new object, is
 * done by the test.
 */
@Timeout(180)
class ObjectEventsWiringIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ComposeFile COMPOSE = ComposeFile.read();

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "the scripts of the compose file are run by sh")
  void aPictureThatTheBucketTellsOf_isRestoredBesideIt() throws Exception {
    String bucket = bucket();
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"))) {
      makeTopics(broker.bootstrapServers());
      Image clean = shades();
      Image noisy = new GaussianNoise(30).spoil(clean, new Random(1));
      put(bucket, "scans/page 1.png", ImageCodec.encode(noisy, ImageFormat.PNG));
      try (ChildJvm stage = stage(broker.bootstrapServers(), port);
          Consumer<byte[], byte[]> results = KafkaClients.consumer(broker.bootstrapServers())) {
        List<TopicPartition> partitions =
            results.partitionsFor("pictures.restored").stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
        results.assign(partitions);
        results.seekToBeginning(partitions);
        tell(broker.bootstrapServers(), bucket, "scans/page 1.png", "scans%2Fpage+1.png");

        ConsumerRecord<byte[], byte[]> result = next(results, stage);

        assertThat(header(result, "ce_dataref"))
            .isEqualTo("s3://" + bucket + "/restored/scans/page%201.denoise-30.png");
        assertThat(header(result, "ce_subject")).isEqualTo("scans/page 1.png");
        Image restored =
            ImageCodec.decode(get(bucket, "restored/scans/page 1.denoise-30.png"), 1 << 20);
        assertThat(distance(restored, clean)).isLessThan(distance(noisy, clean) / 10);
        assertThat(status(port, "/healthz")).isEqualTo(200);
        assertThat(status(port, "/readyz")).isEqualTo(200);
        stage.stop(PATIENCE);
        assertThat(stage.said()).contains("received 1 = restored 1");
      }
    }
  }

  /** The one that the words for MinIO's client make. */
  private static String bucket() {
    Matcher made =
        Pattern.compile("mc mb --ignore-existing local/(\\S+)").matcher(COMPOSE.script("bucket"));
    assertThat(made.find()).isTrue();
    S3Server.shared().client().createBucket(create -> create.bucket(made.group(1)));
    return made.group(1);
  }

  private void makeTopics(String bootstrapServers) throws Exception {
    String script = COMPOSE.script("topics").replace("kafka:9092", bootstrapServers);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              TopicScript.calls(folder, script).stream().map(ObjectEventsWiringIT::topic).toList())
          .all()
          .get();
    }
  }

  private static NewTopic topic(String call) {
    List<String> words = Arrays.asList(call.split(" "));
    String[] config = after(words, "--config").split("=");
    return new NewTopic(
            after(words, "--topic"), Integer.parseInt(after(words, "--partitions")), (short) 1)
        .configs(Map.of(config[0], config[1]));
  }

  private static String after(List<String> words, String option) {
    return words.get(words.indexOf(option) + 1);
  }

  private ChildJvm stage(String bootstrapServers, int port) throws IOException {
    String text = Files.readString(Path.of("src", "main", "docker", "object-events.yaml"));
    Path topology =
        Files.writeString(
            folder.resolve("object-events.yaml"),
            text.replace("http://minio:9000", S3Server.shared().endpoint().toString()));
    String[] words =
        COMPOSE.command("stage-objects").stream()
            .map(word -> word.replace("/topologies/object-events.yaml", topology.toString()))
            .map(word -> word.replace("kafka:9092", bootstrapServers))
            .map(word -> word.replace("0.0.0.0", "127.0.0.1"))
            .map(word -> word.replace("8080", String.valueOf(port)))
            .toArray(String[]::new);
    List<String> options =
        List.of(
            "-Xmx1g",
            "-Djava.io.tmpdir=" + folder,
            "-Daws.accessKeyId=" + System.getProperty("aws.accessKeyId"),
            "-Daws.secretAccessKey=" + System.getProperty("aws.secretAccessKey"));
    return ChildJvm.start(folder, "stage", options, Main.class, words);
  }

  /** What MinIO sends, with what it says of itself left out. */
  private static void tell(String bootstrapServers, String bucket, String key, String encodedKey)
      throws Exception {
    String name = bucket + "/" + key;
    String json =
        """
        {"EventName":"s3:ObjectCreated:Put","Key":"%s","Records":[{"eventVersion":"2.0",\
        "eventSource":"minio:s3","awsRegion":"","eventTime":"2026-11-29T00:00:00.000Z",\
        "eventName":"s3:ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","configurationId":"Config",\
        "bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},"object":{"key":"%s",\
        "contentType":"image/png","sequencer":"17C0FFEE00000001"}}}]}"""
            .formatted(name, bucket, bucket, encodedKey);
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(bootstrapServers)) {
      producer
          .send(
              new ProducerRecord<>(
                  "pictures.events",
                  name.getBytes(StandardCharsets.UTF_8),
                  json.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  private static ConsumerRecord<byte[], byte[]> next(
      Consumer<byte[], byte[]> results, ChildJvm stage) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos() && stage.isAlive()) {
      var records = results.poll(Duration.ofMillis(100));
      if (!records.isEmpty()) {
        return records.iterator().next();
      }
    }
    throw new AssertionError("no result came; the stage said: " + stage.said());
  }

  private static void put(String bucket, String key, byte[] bytes) {
    S3Server.shared()
        .client()
        .putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  private static byte[] get(String bucket, String key) {
    return S3Server.shared()
        .client()
        .getObjectAsBytes(get -> get.bucket(bucket).key(key))
        .asByteArray();
  }

  private static int status(int port, String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** A picture without detail, which only noise can spoil. */
  private static Image shades() {
    float[] samples = new float[3 * 60 * 100];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 60 + i % 100;
    }
    return new Image(3, 60, 100, samples);
  }

  /** Mean squared difference of the samples. */
  private static double distance(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.samples().length; i++) {
      double difference = one.samples()[i] - other.samples()[i];
      sum += difference * difference;
    }
    return sum / one.samples().length;
  }
}

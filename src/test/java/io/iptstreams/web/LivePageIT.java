package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.cli.Main;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.media.KafkaClients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The port of a stage that is a process of its own, on a real broker, with a real model. */
@Timeout(180)
class LivePageIT {
  private static final String TOPOLOGY =
      """
      name: yard
      source: { topic: frames }
      tag:
        - otherwise: denoise-30
      restore: { model: ipt-nano }
      sink: { topic: frames.restored }
      dead-letters: { topic: frames.dead }
      """;

  @TempDir private Path folder;
  private final HttpClient browser = HttpClient.newHttpClient();

  @Test
  void metrics_answerAllThatTheDashboardAsks_andReadinessTellsThatTheBrokerIsGone()
      throws Exception {
    try (BrokerProcess broker = BrokerProcess.open(folder.resolve("broker"))) {
      createTopics(broker.bootstrapServers());
      try (ChildJvm stage = stage(broker.bootstrapServers())) {
        String page = page(stage);
        await(page + "readyz", answer -> answer.statusCode() == 200);
        send(broker.bootstrapServers(), picture(), "no picture".getBytes(StandardCharsets.UTF_8));
        await(page + "metrics", answer -> answer.body().contains("station=\"decode\"} 1"));
        HttpResponse<String> metrics =
            await(page + "metrics", answer -> answer.body().contains("outcome=\"restored\"} 1"));

        PrometheusText text = PrometheusText.read(metrics.body());
        assertThat(text.names()).containsAll(Dashboard.read().metrics());
        assertThat(text.names())
            .as("of Kafka's clients and of Kafka Streams")
            .contains(
                "kafka_consumer_fetch_manager_records_consumed_total",
                "kafka_producer_record_send_total",
                "kafka_stream_thread_commit_total");
        assertThat(text.value("ipt_frames_received_total", "{}")).isEqualTo(2);
        assertThat(text.value("ipt_partitions", "{}")).isEqualTo(1);

        broker.handle().destroyForcibly();
        HttpResponse<String> gone = await(page + "readyz", answer -> answer.statusCode() == 503);

        assertThat(gone.body()).contains("no broker answers");
        assertThat(get(page + "healthz").statusCode()).isEqualTo(200);
      }
    }
  }

  private static void createTopics(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              Stream.of("frames", "frames.restored", "frames.dead")
                  .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                  .toList())
          .all()
          .get();
    }
  }

  private ChildJvm stage(String servers) throws Exception {
    Path topology = Files.writeString(folder.resolve("yard.yaml"), TOPOLOGY);
    return ChildJvm.start(
        folder,
        "stage",
        ChildJvm.QUICK_TO_START,
        Main.class,
        "run",
        topology.toString(),
        "--bootstrap-servers",
        servers,
        "--port",
        "0");
  }

  /** Of several tiles, so that there are seams. */
  private static byte[] picture() {
    Image shades = Image.blank(3, 200, 300);
    for (int i = 0; i < shades.samples().length; i++) {
      shades.samples()[i] = i % 256;
    }
    return ImageCodec.encode(shades, ImageFormat.PNG);
  }

  private static void send(String servers, byte[]... pictures) throws Exception {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(servers)) {
      for (byte[] picture : pictures) {
        producer.send(new ProducerRecord<>("frames", picture)).get();
      }
    }
  }

  private String page(ChildJvm stage) throws Exception {
    Pattern line = Pattern.compile("live page on (http://\\S+)");
    Eventually.holds("the stage to serve its page", () -> line.matcher(stage.said()).find());
    Matcher said = line.matcher(stage.said());
    assertThat(said.find()).isTrue();
    return said.group(1);
  }

  private HttpResponse<String> await(String address, Wanted wanted) throws Exception {
    List<HttpResponse<String>> last = new ArrayList<>();
    Eventually.holds(
        address + " to answer as wanted",
        () -> {
          last.add(0, get(address));
          return wanted.by(last.get(0));
        });
    return last.get(0);
  }

  private HttpResponse<String> get(String address) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What an answer should be. */
  @FunctionalInterface
  private interface Wanted {
    boolean by(HttpResponse<String> answer);
  }
}

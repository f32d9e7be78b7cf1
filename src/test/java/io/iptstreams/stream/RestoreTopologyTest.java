package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.Image;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topology without a broker, its model the identity. */
class RestoreTopologyTest {
  private static final byte[] PNG = Pictures.png(20, 30, 1);
  private static final byte[] JPEG = Pictures.jpeg(20, 30, 1);
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final RecordLimit ROOMY = new RecordLimit(16 << 20);

  private final Outcomes outcomes = new Outcomes();
  private RestorationModel model =
      new IdentityModel(16, List.of(new Task.Derain(), new Task.Denoise(30), new Task.Upscale(2)));
  private Restorer restorer;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> frames;
  private TestOutputTopic<byte[], byte[]> restored;
  private TestOutputTopic<byte[], byte[]> dead;

  @AfterEach
  void close() {
    driver.close();
    restorer.close();
  }

  @Test
  void theGraph_isAsDrawn() {
    start(ROOMY);
    assertThat(
            RestoreTopology.build(Definitions.of(), restorer, ROOMY, outcomes)
                .describe()
                .toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: requests (topics: [frames])
                  --> restore
                Processor: restore (stores: [])
                  --> dead-letters, results
                  <-- requests
                Sink: dead-letters (topic: frames.dead)
                  <-- restore
                Sink: results (topic: frames.restored)
                  <-- restore

            """);
  }

  @Test
  void aFrame_isRestored_withItsKeyTimeAndHeaders() {
    start(ROOMY);
    send("yard-1", PNG, "ce_id", "17", "ce_task", "derain", "camera", "north");

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(result.key()).isEqualTo(bytes("yard-1"));
    assertThat(result.getRecordTime()).isEqualTo(NOON);
    assertThat(Pictures.pixels(result.value())).isEqualTo(Pictures.pixels(PNG));
    Map<String, String> headers = headers(result);
    assertThat(headers.remove("ce_id")).hasSize(36).isNotEqualTo("17");
    assertThat(headers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_task", "derain",
                "camera", "north",
                "ce_causationid", "17",
                "ce_source", "urn:ipt-streams:topic:frames",
                "ce_specversion", "1.0",
                "ce_type", "io.iptstreams.frame.restored",
                "ce_model", "identity@00000000",
                "content-type", "image/png"));
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(1, 1, 0, 0));
    assertThat(dead.isEmpty()).isTrue();
  }

  @Test
  void theSameFrame_hasTheSameIdAgain_andTheNextAnother() {
    start(ROOMY);
    send(null, PNG, "task", "derain");
    send(null, PNG, "task", "derain");
    String first = headers(restored.readRecord()).get("ce_id");
    String second = headers(restored.readRecord()).get("ce_id");
    close();
    start(ROOMY);
    send(null, PNG, "task", "derain");

    assertThat(headers(restored.readRecord()).get("ce_id")).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void contentType_saysWhatThePictureIs_notWhatItClaimed() {
    start(ROOMY);
    send(null, JPEG, "task", "derain", "content-type", "image/png");

    assertThat(headers(restored.readRecord())).containsEntry("content-type", "image/jpeg");
  }

  @Test
  void theHeader_winsOverTheRules_andTheFirstRuleThatHoldsDecides() {
    start(
        ROOMY,
        new TagRule(new TagRule.HeaderIs("camera", new Glob("north*")), "upscale-x2"),
        new TagRule(new TagRule.KeyIs(new Glob("yard-*")), "derain"),
        new TagRule(new TagRule.Always(), TagRule.REJECT));
    send("yard-1", PNG, "camera", "north-2", "task", "denoise-30");
    send("yard-1", PNG, "camera", "north-2");
    send("yard-1", PNG);
    send("gate", PNG);
    send(null, PNG);

    int pixels = 20 * 30;
    assertThat(restored.readRecordsToList())
        .extracting(record -> Pictures.pixels(record.value()).length)
        .containsExactly(pixels, 4 * pixels, pixels);
    assertThat(dead.readRecordsToList())
        .allSatisfy(
            letter ->
                assertThat(headers(letter))
                    .containsEntry("dead-letter-station", "tag")
                    .containsEntry(
                        "dead-letter-reason", "no task asked for, and a rule rejects such records"))
        .hasSize(2);
  }

  @Test
  void aPassedFrame_isUntouched() {
    start(ROOMY, new TagRule(new TagRule.Always(), TagRule.PASS));
    send("yard-1", bytes("not even a picture"), "ce_id", "17");

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(result.value()).isEqualTo(bytes("not even a picture"));
    assertThat(headers(result)).containsExactlyEntriesOf(Map.of("ce_id", "17"));
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(1, 0, 1, 0));
  }

  @Test
  void anUnknownTask_becomesADeadLetter_withEverythingItCameWith() {
    start(ROOMY);
    send("yard-1", PNG, "task", "derain");
    send("yard-1", PNG, "ce_task", "dehaze", "camera", "north");

    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(letter.key()).isEqualTo(bytes("yard-1"));
    assertThat(letter.value()).isEqualTo(PNG);
    assertThat(headers(letter))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_task",
                "dehaze",
                "camera",
                "north",
                "dead-letter-station",
                "tag",
                "dead-letter-reason",
                "unknown task \"dehaze\"; identity knows derain, denoise-30, upscale-x2",
                "dead-letter-task",
                "dehaze",
                "dead-letter-topic",
                "frames",
                "dead-letter-partition",
                "0",
                "dead-letter-offset",
                "1"));
    assertThat(outcomes.latestDeadLetter()).map(DeadLetter::offset).contains(1L);
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(2, 1, 0, 1));
  }

  @Test
  void whatIsNoPicture_becomesADeadLetter() {
    start(ROOMY);
    send(null, bytes("no picture"), "task", "derain");
    send(null, Arrays.copyOf(JPEG, JPEG.length / 2), "task", "derain");
    send(null, null, "task", "derain");

    List<TestRecord<byte[], byte[]>> letters = dead.readRecordsToList();
    assertThat(letters)
        .hasSize(3)
        .allSatisfy(
            letter -> assertThat(headers(letter)).containsEntry("dead-letter-station", "decode"));
    assertThat(headers(letters.get(1))).containsEntry("dead-letter-task", "derain");
    assertThat(headers(letters.get(2)))
        .containsEntry("dead-letter-reason", "record has no picture");
    assertThat(letters.get(2).value()).isNull();
  }

  @Test
  void aFaultOfTheModel_isTheFramesOwn() {
    model =
        new Decorated(model) {
          @Override
          public List<Image> restore(Task task, List<Image> tiles) {
            if (task instanceof Task.Derain) {
              throw new IllegalStateException("it rains too hard");
            }
            return super.restore(task, tiles);
          }
        };
    start(ROOMY);
    send(null, PNG, "task", "derain");
    send(null, PNG, "task", "denoise-30");

    assertThat(headers(dead.readRecord()))
        .containsEntry("dead-letter-station", "model")
        .hasEntrySatisfying("dead-letter-reason", r -> assertThat(r).contains("it rains too hard"));
    assertThat(restored.getQueueSize()).isOne();
  }

  @Test
  void aPictureTooLargeForTheTopics_becomesADeadLetter() {
    byte[] large = Pictures.png(100, 100, 1);
    int limit = large.length + 1000;
    start(new RecordLimit(limit));
    send(null, large, "task", "upscale-x2");
    send(null, large, "task", "derain");

    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(headers(letter)).containsEntry("dead-letter-station", "publish");
    assertThat(headers(letter).get("dead-letter-reason")).endsWith("the topics take " + limit);
    assertThat(letter.value()).isEqualTo(large);
    assertThat(restored.getQueueSize()).isOne();
  }

  @Test
  void aDeadLetterTooLargeItself_leavesThePictureWhereItWas() {
    start(new RecordLimit(PNG.length));
    send("yard-1", PNG, "task", "derain");

    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(letter.value()).isNull();
    assertThat(headers(letter)).containsEntry("dead-letter-offset", "0");
  }

  @Test
  void aClosedRestorer_stopsTheStage_andIsNoFaultOfThePicture() {
    start(ROOMY);
    restorer.close();

    assertThatThrownBy(() -> send(null, PNG, "task", "derain"))
        .hasRootCauseInstanceOf(CancellationException.class);
    assertThat(dead.isEmpty()).isTrue();
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(0, 0, 0, 0));
  }

  private void start(RecordLimit limit, TagRule... rules) {
    restorer =
        Restorer.open(
            model,
            new BatchPolicy(8, Duration.ZERO),
            1,
            new Limits(1_000_000, 4, Duration.ofSeconds(10)));
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    driver =
        new TopologyTestDriver(
            RestoreTopology.build(Definitions.of(rules), restorer, limit, outcomes), settings);
    frames =
        driver.createInputTopic("frames", new ByteArraySerializer(), new ByteArraySerializer());
    restored = output("frames.restored");
    dead = output("frames.dead");
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void send(String key, byte[] value, String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], bytes(namesAndValues[i + 1]));
    }
    frames.pipeInput(new TestRecord<>(key == null ? null : bytes(key), value, headers, NOON));
  }

  private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      assertThat(headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
          .as("header %s is there once", header.key())
          .isNull();
    }
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A model that does as another does. */
  private static class Decorated implements RestorationModel {
    private final RestorationModel inner;

    Decorated(RestorationModel inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public String fingerprint() {
      return inner.fingerprint();
    }

    @Override
    public TaskSet tasks() {
      return inner.tasks();
    }

    @Override
    public int tile() {
      return inner.tile();
    }

    @Override
    public List<Image> restore(Task task, List<Image> tiles) {
      return inner.restore(task, tiles);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}

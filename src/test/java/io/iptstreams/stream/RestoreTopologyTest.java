package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import io.iptstreams.model.DecoratedModel;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology without a broker, its model the identity. */
class RestoreTopologyTest {
  private static final byte[] PNG = Pictures.png(20, 30, 1);
  private static final byte[] JPEG = Pictures.jpeg(20, 30, 1);
  private static final RecordLimit ROOMY = new RecordLimit(16 << 20);

  @TempDir Path state;
  private final Outcomes outcomes = new Outcomes();
  private RestorationModel model =
      new IdentityModel(16, List.of(new Task.Derain(), new Task.Denoise(30), new Task.Upscale(2)));
  private DryStage stage;
  private TestInputTopic<byte[], byte[]> frames;
  private TestOutputTopic<byte[], byte[]> restored;
  private TestOutputTopic<byte[], byte[]> dead;

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void theGraph_isAsDrawn() {
    start(ROOMY);
    assertThat(stage.topology.describe().toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: requests (topics: [frames])
                  --> restore
                Processor: restore (stores: [])
                  --> dead-letters, results-frames.restored
                  <-- requests
                Sink: dead-letters (topic: frames.dead)
                  <-- restore
                Sink: results-frames.restored (topic: frames.restored)
                  <-- restore

            """);
  }

  @Test
  void aFrame_isRestored_withItsKeyTimeAndHeaders() {
    start(ROOMY);
    send("yard-1", PNG, "ce_id", "17", "ce_task", "derain", "camera", "north");

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(result.key()).isEqualTo(bytes("yard-1"));
    assertThat(result.getRecordTime()).isEqualTo(DryStage.NOON);
    assertThat(Pictures.pixels(result.value())).isEqualTo(Pictures.pixels(PNG));
    Map<String, String> headers = headers(result);
    assertThat(headers.remove("ce_id")).hasSize(36).isNotEqualTo("17");
    assertThat(headers.remove("ce_noisebefore"))
        .isEqualTo(headers.remove("ce_noiseafter"))
        .matches("[0-9]+\\.[0-9]{2}");
    assertThat(headers.remove("ce_seams")).matches("[01]\\.[0-9]{2}");
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
                "ce_restored", "derain",
                "content-type", "image/png"));
    assertThat(outcomes.counts()).isEqualTo(counts(1, 1, 0, 0));
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
        new TagRule(new TagRule.HeaderIs("camera", new Glob("north*")), restore("upscale-x2")),
        new TagRule(new TagRule.KeyIs(new Glob("yard-*")), restore("derain")),
        new TagRule(new TagRule.Always(), new TagRule.Reject()));
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
  void aRule_canNameModelAndSink_whichHoldForTasksOfTheHeaderToo() {
    start(
        ROOMY,
        new TagRule(
            new TagRule.KeyIs(new Glob("hd-*")),
            new TagRule.Restore(List.of("derain"), OptionalInt.empty(), Optional.of("large")),
            Optional.of("{topic}.hd")),
        new TagRule(new TagRule.Always(), restore("derain")));
    send("hd-1", PNG);
    send("hd-1", PNG, "task", "upscale-x2");
    send("yard-1", PNG);

    assertThat(stage.output("frames.hd").readRecordsToList())
        .extracting(record -> headers(record).get("ce_restored"))
        .containsExactly("derain", "upscale-x2");
    assertThat(restored.readRecordsToList()).hasSize(1);
    assertThat(stage.restorers.names()).containsExactly("identity", "large");
  }

  @Test
  void severalTasks_areUndoneInOrder() {
    start(ROOMY, new TagRule(new TagRule.Always(), restore("derain", "upscale-x2")));
    send(null, PNG);
    send(null, PNG, "task", "upscale-x2, denoise-30 ,upscale-x2");

    TestRecord<byte[], byte[]> ruled = restored.readRecord();
    assertThat(Pictures.pixels(ruled.value())).hasSize(4 * 20 * 30);
    assertThat(headers(ruled)).containsEntry("ce_restored", "derain, upscale-x2");
    assertThat(Pictures.pixels(restored.readRecord().value())).hasSize(16 * 20 * 30);
  }

  @Test
  void theStrengthOfDenoise_isTheRecordsOwn_elseTheRules() {
    model = new IdentityModel(16, List.of(new Task.Denoise(15), new Task.Denoise(30)));
    start(
        ROOMY,
        new TagRule(
            new TagRule.KeyIs(new Glob("night")),
            new TagRule.Restore(List.of("denoise"), OptionalInt.of(30), Optional.empty())));
    send("night", PNG);
    send("night", PNG, "ce_strength", "15");
    send(null, PNG, "task", "denoise", "strength", "15");
    send(null, PNG, "task", "denoise", "strength", "70");
    send(null, PNG, "task", "denoise");

    assertThat(restored.readRecordsToList())
        .extracting(record -> headers(record).get("ce_restored"))
        .containsExactly("denoise-30", "denoise-15", "denoise-15");
    assertThat(dead.readRecordsToList())
        .extracting(letter -> headers(letter).get("dead-letter-reason"))
        .containsExactly(
            "unknown task \"denoise-70\"; identity knows denoise-15, denoise-30",
            "task denoise needs its strength, the sigma of the noise, 1 to 99, in the header"
                + " ce_strength; or a name with it, such as denoise-30");
  }

  @Test
  void everySource_hasItsOwnSink_andRulesKnowIt() {
    start(
        ROOMY,
        Definitions.with(
            "sources: [{ topic: frames }, { topic: nightly }]",
            "tag:",
            "  - when: { topic: night* }",
            "    task: denoise-30",
            "  - otherwise: derain",
            "sink: { topic: \"{topic}.restored\" }"));
    send(null, PNG);
    stage.input("nightly").pipeInput(new TestRecord<>(null, PNG, DryStage.NOON));

    assertThat(headers(restored.readRecord())).containsEntry("ce_restored", "derain");
    assertThat(headers(stage.output("nightly.restored").readRecord()))
        .containsEntry("ce_restored", "denoise-30");
  }

  @Test
  void aFrameTooOld_passesThroughUnrestored_andSaysSo() {
    start(ROOMY, Definitions.with("late: { after: 200 ms, then: pass }"));
    send("yard-1", PNG, "ce_task", "derain");
    send("yard-1", PNG, "ce_task", "derain", "ce_time", "2026-06-01T14:00:00.2+02:00");
    send("yard-1", PNG, "ce_task", "derain", "ce_expirytime", "2026-06-01T12:00:00.299Z");
    send("yard-1", PNG, "ce_task", "derain", "ce_time", "yesterday");

    List<TestRecord<byte[], byte[]>> results = restored.readRecordsToList();
    assertThat(results)
        .extracting(record -> headers(record).get("ce_late"))
        .containsExactly("100", null, "1", "100");
    assertThat(results)
        .extracting(record -> headers(record).containsKey("ce_model"))
        .containsExactly(false, true, false, false);
    assertThat(results.get(0).value()).isEqualTo(PNG);
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(4, 1, 3, 0, 0, 0, 3));
  }

  @Test
  void aFrameOfTheStoneAge_isADayTooLate() {
    start(ROOMY, Definitions.with("late: { after: 200 ms, then: pass }"));
    send("yard-1", PNG, "ce_task", "derain", "ce_time", "-300000000-01-01T00:00:00Z");
    send("yard-1", PNG, "ce_task", "derain", "ce_expirytime", "-999999999-01-01T00:00:00Z");

    assertThat(restored.readRecordsToList())
        .extracting(record -> headers(record).get("ce_late"))
        .containsExactly("86400000", "86400000");
  }

  @Test
  void aFrameTooOld_canBeDropped_toATopicOfItsOwn() {
    start(ROOMY, Definitions.with("late: { after: 200 ms, then: drop, topic: frames.late }"));
    send("yard-1", PNG, "ce_task", "derain");

    TestRecord<byte[], byte[]> dropped = stage.output("frames.late").readRecord();
    assertThat(dropped.key()).isEqualTo(bytes("yard-1"));
    assertThat(dropped.value()).isNull();
    assertThat(headers(dropped)).containsEntry("ce_late", "100").containsEntry("ce_task", "derain");
    assertThat(restored.isEmpty()).isTrue();
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(1, 0, 0, 1, 0, 0, 1));
  }

  @Test
  void aPictureInAStore_isFetched_andALargeResultGoesThere(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("in.png"), PNG);
    start(
        ROOMY,
        Definitions.with(
            "stores: { spool: { folder: " + folder + " } }",
            "large: { above: 1 KiB, store: spool }"));
    String reference = folder.resolve("in.png").toUri().toString();
    send("yard-1", new byte[0], "ce_task", "derain", "ce_dataref", reference);
    send("yard-1", Pictures.png(2, 2, 1), "ce_task", "derain");

    TestRecord<byte[], byte[]> large = restored.readRecord();
    assertThat(large.value()).isEmpty();
    Path result = Path.of(URI.create(headers(large).get("ce_dataref")));
    assertThat(result).startsWith(folder).hasExtension("png");
    assertThat(Pictures.pixels(Files.readAllBytes(result))).isEqualTo(Pictures.pixels(PNG));
    TestRecord<byte[], byte[]> small = restored.readRecord();
    assertThat(headers(small)).doesNotContainKey("ce_dataref");
    assertThat(Pictures.pixels(small.value())).hasSize(4);
  }

  @Test
  void rawSamples_comeBackRaw_withTheSizeTheyHaveThen() {
    start(ROOMY);
    byte[] samples = new byte[5 * 4 * 3];
    new Random(1).nextBytes(samples);
    send(null, samples, raw("denoise-30", "5", "4"));
    send(null, samples, raw("upscale-x2", "5", "4"));

    TestRecord<byte[], byte[]> same = restored.readRecord();
    assertThat(same.value()).isEqualTo(samples);
    TestRecord<byte[], byte[]> larger = restored.readRecord();
    assertThat(larger.value()).hasSize(4 * samples.length);
    assertThat(headers(larger))
        .containsEntry("content-type", "image/x-raw-rgb")
        .containsEntry("ce_width", "10")
        .containsEntry("ce_height", "8");
  }

  @Test
  void rawSamples_ofAnotherSizeThanTheHeadersSay_areADeadLetter() {
    start(ROOMY);
    byte[] samples = new byte[5 * 4 * 3];
    send(null, samples, raw("derain", "5", "5"));
    send(null, samples, raw("derain", "99999999999", "5"));
    send(null, samples, raw("derain", "wide", "5"));
    send(null, samples, "task", "derain", "content-type", "image/x-raw-rgb");

    assertThat(dead.readRecordsToList())
        .extracting(letter -> headers(letter).get("dead-letter-reason"))
        .containsExactly(
            "raw RGB of 5 × 5 pixels has 75 bytes, got 60",
            "a picture has less than 2^31 pixels a side, got 99999999999 × 5",
            "header ce_width must be a whole number, got \"wide\"",
            "raw RGB has no size of its own; the header ce_width is missing");
  }

  private static String[] raw(String task, String width, String height) {
    return new String[] {
      "task", task, "content-type", "image/x-raw-rgb", "ce_width", width, "ce_height", height
    };
  }

  @Test
  void aReferenceOutsideTheStores_orToNothing_isADeadLetter(@TempDir Path folder) {
    start(ROOMY, Definitions.with("stores: { spool: { folder: " + folder + " } }"));
    String gone = folder.resolve("gone.png").toUri().toString();
    send(null, new byte[0], "ce_task", "derain", "ce_dataref", "file:///etc/passwd");
    send(null, null, "ce_task", "derain", "ce_dataref", "http://169.254.169.254/latest");
    send(null, new byte[0], "ce_task", "derain", "ce_dataref", gone);

    assertThat(dead.readRecordsToList())
        .hasSize(3)
        .allSatisfy(
            letter -> assertThat(headers(letter)).containsEntry("dead-letter-station", "fetch"));
    assertThat(stage.pauses).isEmpty();
  }

  @Test
  void anObjectThatIsNew_isRestored_andPutUnderTheKeyOfItsResult(@TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("yard"));
    Files.write(folder.resolve("yard/1.png"), PNG);
    start(
        ROOMY,
        Definitions.with(
            "sources:",
            "  - topic: frames",
            "    objects: { store: media, results: \"restored/{folder}{name}.{task}.{ending}\" }",
            "tag: [{ when: { key: yard/* }, task: [derain, upscale-x2] }]",
            "stores: { media: { folder: " + folder + " } }"));
    send("media/yard/1.png", notification("ObjectCreated:Put", "yard/1.png"));
    send("media/yard/2.png", notification("ObjectRemoved:Delete", "yard/2.png"));
    send("media/restored/x", notification("ObjectCreated:Put", "restored/yard/1.derain.png"));
    send("media/yard/3.png", notification("ObjectCreated:Put", "yard/3.png"));
    send("media/gate/4.png", notification("ObjectCreated:Put", "gate/4.png"));
    send("media", bytes("{"));

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(result.value()).isEmpty();
    Path file = folder.toRealPath().resolve("restored/yard/1.derain+upscale-x2.png");
    assertThat(headers(result))
        .containsEntry("ce_subject", "yard/1.png")
        .containsEntry("content-type", "image/png");
    assertThat(Path.of(URI.create(headers(result).get("ce_dataref"))).toRealPath()).isEqualTo(file);
    assertThat(Pictures.pixels(Files.readAllBytes(file))).hasSize(4 * 20 * 30);
    assertThat(restored.isEmpty()).isTrue();
    assertThat(dead.readRecordsToList())
        .extracting(letter -> headers(letter).get("dead-letter-station"))
        .containsExactly("fetch", "tag", "decode");
    assertThat(outcomes.counts()).isEqualTo(new Outcomes.Counts(6, 1, 0, 0, 2, 3, 0));
  }

  private static byte[] notification(String event, String key) {
    return bytes(
        """
        {"Records": [{"eventName": "%s",
          "s3": {"bucket": {"name": "media"}, "object": {"key": "%s"}}}]}
        """
            .formatted(event, key));
  }

  @Test
  void aFrameThatEndedTheProcessThreeTimes_isNotTriedAgain() throws Exception {
    Files.writeString(state.resolve("0_0.attempts"), "frames/0/1 3\nframes/0/2 2\n");
    start(ROOMY);
    for (int i = 0; i < 3; i++) {
      send(null, PNG, "task", "derain");
    }

    assertThat(restored.readRecordsToList()).hasSize(2);
    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(headers(letter))
        .containsEntry("dead-letter-offset", "1")
        .containsEntry(
            "dead-letter-reason", "the process ended 3 times while it was at work on this record");
    close();
    assertThat(state).isEmptyDirectory();
    start(ROOMY);
  }

  @Test
  void aPassedFrame_isUntouched() {
    start(ROOMY, new TagRule(new TagRule.Always(), new TagRule.Pass()));
    send("yard-1", bytes("not even a picture"), "ce_id", "17");

    TestRecord<byte[], byte[]> result = restored.readRecord();
    assertThat(result.value()).isEqualTo(bytes("not even a picture"));
    assertThat(headers(result)).containsExactlyEntriesOf(Map.of("ce_id", "17"));
    assertThat(outcomes.counts()).isEqualTo(counts(1, 0, 1, 0));
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
    assertThat(outcomes.counts()).isEqualTo(counts(2, 1, 0, 1));
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
        new DecoratedModel(model) {
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
  void aBlackResult_becomesADeadLetter_andNoSuccess() {
    model =
        new DecoratedModel(model) {
          @Override
          public List<Image> restore(Task task, List<Image> tiles) {
            return tiles.stream().map(t -> Image.blank(3, t.height(), t.width())).toList();
          }
        };
    start(ROOMY);
    send(null, PNG, "task", "derain");

    assertThat(restored.isEmpty()).isTrue();
    assertThat(headers(dead.readRecord()))
        .containsEntry("dead-letter-station", "check")
        .containsEntry(
            "dead-letter-reason",
            "the picture restored by derain is flat, which the picture it was made of is not");
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
  void aDeadLetter_quotesOnlyTheBeginningOfWhatAStrangerWrote() {
    start(ROOMY);
    send("yard-1", PNG, "task", "x".repeat(1 << 20));

    assertThat(headers(dead.readRecord()).get("dead-letter-reason"))
        .startsWith("unknown task \"xxx")
        .endsWith("x…")
        .hasSizeLessThan(1010);
  }

  @Test
  void aDeadLetterWhoseHeadersAloneAreTooLarge_saysWhyAndWhere_andNothingElse() {
    RecordLimit limit = new RecordLimit(1 << 19);
    start(limit);
    send("k".repeat(1 << 20), PNG, "task", "derain", "note", "x".repeat(1 << 20));

    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(headers(letter))
        .containsEntry("dead-letter-station", "publish")
        .containsEntry("dead-letter-offset", "0")
        .doesNotContainKey("note");
  }

  @Test
  void aClosedRestorer_stopsTheStage_andIsNoFaultOfThePicture() {
    start(ROOMY);
    stage.restorers.close();

    assertThatThrownBy(() -> send(null, PNG, "task", "derain"))
        .hasRootCauseInstanceOf(CancellationException.class);
    assertThat(dead.isEmpty()).isTrue();
    assertThat(outcomes.counts()).isEqualTo(counts(0, 0, 0, 0));
  }

  private void start(RecordLimit limit, TagRule... rules) {
    start(limit, Definitions.of(rules));
  }

  private void start(RecordLimit limit, TopologyDefinition definition) {
    stage = new DryStage(definition, model, limit, outcomes, state);
    frames = stage.input("frames");
    restored = stage.output("frames.restored");
    dead = stage.output("frames.dead");
  }

  private static TagRule.Restore restore(String... tasks) {
    return new TagRule.Restore(tasks);
  }

  private static Outcomes.Counts counts(long received, long restored, long passed, long dead) {
    return new Outcomes.Counts(received, restored, passed, 0, 0, dead, 0);
  }

  private void send(String key, byte[] value, String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], bytes(namesAndValues[i + 1]));
    }
    frames.pipeInput(
        new TestRecord<>(key == null ? null : bytes(key), value, headers, DryStage.NOON));
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
}

package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.restore.Restorers;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z"));
  private static final TaskSet KNOWN =
      TaskSet.of(new Task.Derain(), new Task.Denoise(25), new Task.Upscale(2));

  @Test
  void aRestoredPicture_saysByWhichTasksWithWhichModelAndWhereTo() {
    TopologyDefinition topology =
        Definitions.with(
            "tag:",
            "  - when: { key: yard }",
            "    task: [derain, denoise]",
            "    strength: 25",
            "    model: out/mine",
            "    sink: \"{topic}.mine\"");
    assertThat(fate(topology, new Given().key("yard")))
        .isEqualTo(
            new Fate.Restored(
                List.of("derain", "denoise-25"),
                Optional.of("out/mine"),
                Optional.of("frames.mine")))
        .hasToString("restored by derain, denoise-25 with out/mine to frames.mine");
  }

  @Test
  void aRecordThatNoRuleHoldsFor_isADeadLetterOfTag() {
    assertThat(fate(Definitions.with(), new Given()))
        .isEqualTo(
            new Fate.DeadLettered(
                "tag", Optional.of("no task asked for, and no rule gives it one")));
  }

  @Test
  void age_isThatOfTheRecordWhenTheStageGetsIt() {
    TopologyDefinition passing =
        Definitions.with("tag: [{ otherwise: derain }]", "late: { after: 2 s, then: pass }");
    assertThat(fate(passing, new Given().age(2000))).isInstanceOf(Fate.Restored.class);
    assertThat(fate(passing, new Given().age(2001)))
        .isEqualTo(new Fate.Passed(Optional.of("frames.restored")))
        .hasToString("passed to frames.restored");
    TopologyDefinition dropping =
        Definitions.with(
            "tag: [{ otherwise: derain }]", "late: { after: 2 s, then: drop, topic: frames.late }");
    assertThat(fate(dropping, new Given().age(2001))).isEqualTo(new Fate.Dropped());
    assertThat(fate(dropping, new Given().header("ce_time", "2026-06-01T11:59:57Z")))
        .isEqualTo(new Fate.Dropped());
  }

  @Test
  void thePictureOfATest_isTheRecordsValue(@TempDir Path folder) throws Exception {
    TopologyDefinition topology = Definitions.with("tag: [{ otherwise: upscale-x2 }]");
    Path picture = Files.write(folder.resolve("p.png"), Pictures.png(40, 9, 1));
    Path text = Files.writeString(folder.resolve("p.txt"), "no picture");

    assertThat(fate(topology, new Given().picture(picture))).isInstanceOf(Fate.Restored.class);
    assertThat(fate(topology, new Given().picture(text)))
        .isInstanceOfSatisfying(
            Fate.DeadLettered.class, letter -> assertThat(letter.station()).isEqualTo("decode"));
    assertThatThrownBy(() -> fate(topology, new Given().picture(folder.resolve("gone.png"))))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aReference_leadsToThePicture_inStoresThatTheTopologyNames() {
    TopologyDefinition topology =
        Definitions.with(
            "tag: [{ otherwise: derain }]",
            "stores: { spool: { folder: /not/there }, media: { bucket: media, prefix: in/ } }");
    assertThat(fate(topology, new Given().header("ce_dataref", "file:///not/there/1.png")))
        .isInstanceOf(Fate.Restored.class);
    assertThat(fate(topology, new Given().header("ce_dataref", "s3://media/in/1.png")))
        .isInstanceOf(Fate.Restored.class);
    assertThat(fate(topology, new Given().header("ce_dataref", "s3://media/out/1.png")))
        .isInstanceOfSatisfying(
            Fate.DeadLettered.class, letter -> assertThat(letter.station()).isEqualTo("fetch"));
  }

  @Test
  void anObject_isAnnouncedAsItsStoreWouldAnnounceIt() {
    for (String store : List.of("folder: /not/there", "bucket: media")) {
      TopologyDefinition topology = objects(store);
      assertThat(fate(topology, new Given().object("yard/a b+c.png")))
          .hasToString("restored by derain with identity to frames.restored");
      assertThat(fate(topology, new Given().object("gate/1.png")))
          .isInstanceOf(Fate.DeadLettered.class);
      assertThat(fate(topology, new Given().object("restored/yard/1.png")))
          .isEqualTo(new Fate.Ignored());
    }
  }

  /** The object {@code in/yard/1.png} of the bucket has the key {@code yard/1.png} in the store. */
  @Test
  void aResultBehindThePrefixOfAStore_isRecognised() {
    TopologyDefinition topology = objects("bucket: media, prefix: in/");
    assertThat(fate(topology, new Given().object("in/yard/1.png")))
        .isInstanceOf(Fate.Restored.class);
    assertThat(fate(topology, new Given().object("in/restored/yard/1.png")))
        .isEqualTo(new Fate.Ignored());
    assertThat(fate(topology, new Given().object("yard/1.png")))
        .isInstanceOfSatisfying(
            Fate.DeadLettered.class, letter -> assertThat(letter.station()).isEqualTo("fetch"));
  }

  @Test
  void anExpectation_mayLeavePartsOpen() {
    Fate got =
        new Fate.Restored(
            List.of("derain", "denoise-25"), Optional.of("ipt-nano"), Optional.of("out"));
    List<String> tasks = List.of("derain", "denoise-25");
    assertThat(new Fate.Restored(tasks, Optional.empty(), Optional.empty()).isMetBy(got)).isTrue();
    assertThat(new Fate.Restored(tasks, Optional.of("other"), Optional.empty()).isMetBy(got))
        .isFalse();
    assertThat(new Fate.Restored(tasks, Optional.empty(), Optional.of("other")).isMetBy(got))
        .isFalse();
    assertThat(
            new Fate.Restored(List.of("denoise-25", "derain"), Optional.empty(), Optional.empty())
                .isMetBy(got))
        .as("in another order")
        .isFalse();
    assertThat(new Fate.Passed(Optional.empty()).isMetBy(got)).isFalse();
    Fate letter = new Fate.DeadLettered("tag", Optional.of("unknown task \"dehaze\""));
    assertThat(new Fate.DeadLettered("tag", Optional.empty()).isMetBy(letter)).isTrue();
    assertThat(new Fate.DeadLettered("tag", Optional.of("dehaze")).isMetBy(letter)).isTrue();
    assertThat(new Fate.DeadLettered("tag", Optional.of("dehase")).isMetBy(letter)).isFalse();
    assertThat(new Fate.DeadLettered("fetch", Optional.empty()).isMetBy(letter)).isFalse();
  }

  private static TopologyDefinition objects(String store) {
    return Definitions.with(
        "source: { topic: frames, objects: { store: media } }",
        "tag: [{ when: { key: \"*yard/*\" }, task: derain }]",
        "stores: { media: { " + store + " } }");
  }

  private static Fate fate(TopologyDefinition topology, Given given) {
    try (Restorers restorers =
        Restorers.open(
            topology.models(),
            name -> new IdentityModel(name, 16, KNOWN),
            new BatchPolicy(8, Duration.ZERO),
            1,
            topology.restore().limits())) {
      return new DryRun(topology, restorers, NOON).fate(given.record());
    }
  }

  /** The record of a test in the making. */
  private static final class Given {
    private Optional<String> key = Optional.empty();
    private Optional<String> object = Optional.empty();
    private Map<String, String> headers = Map.of();
    private Optional<Path> picture = Optional.empty();
    private Duration age = Duration.ZERO;

    Given key(String text) {
      key = Optional.of(text);
      return this;
    }

    Given object(String objectKey) {
      object = Optional.of(objectKey);
      return this;
    }

    Given header(String name, String value) {
      headers = Map.of(name, value);
      return this;
    }

    Given picture(Path file) {
      picture = Optional.of(file);
      return this;
    }

    Given age(int millis) {
      age = Duration.ofMillis(millis);
      return this;
    }

    TestCase.Given record() {
      return new TestCase.Given("frames", key, object, headers, picture, age);
    }
  }
}

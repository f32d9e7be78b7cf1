package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.settings.SettingsException;
import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.FolderLocation;
import io.iptstreams.store.KeyTemplate;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import io.iptstreams.tiling.Tiling;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyFileTest {
  @TempDir Path folder;

  @Test
  void everyFileOfTopologies_isGood() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("topologies"))) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file -> assertThatCode(() -> TopologyFile.read(file)).doesNotThrowAnyException());
    }
  }

  @Test
  void read_takesEveryKey() throws IOException {
    TopologyDefinition topology =
        read(
            """
            name: night
            sources:
              - topic: frames
              - topic: nightly
                objects: { store: media, results: "done/{key}" }
            tag:
              - when: { header: camera, is: "yard-*" }
                task: [derain, denoise]
                strength: 20
                model: ipt-tiny
                sink: yard
              - when: { key: "gate-?" }
                task: pass
              - when: { topic: "night*" }
                task: derain
              - otherwise: reject
            restore:
              model: ipt-nano
              overlap: 8 px
              workers: 3
              deadline: 30 s
              batch: { max-size: 4, max-delay: 5 ms }
            sink: { topic: "{topic}.restored" }
            late: { after: 500 ms, then: drop, topic: frames.late }
            dead-letters: { topic: frames.dead }
            control: { topic: night.control }
            stores:
              media: { bucket: pictures, endpoint: "http://minio:9000", prefix: in/ }
              spool: { folder: /spool }
            large: { above: 4 MiB, store: spool }
            threads: 2
            kafka: { commit.interval.ms: 30, security.protocol: PLAINTEXT }
            """);
    assertThat(topology.name()).isEqualTo("night");
    assertThat(topology.topics())
        .containsExactly(
            "frames",
            "nightly",
            "frames.restored",
            "yard",
            "nightly.restored",
            "frames.late",
            "frames.dead",
            "night.control");
    assertThat(topology.sources().get(1).objects())
        .contains(new TopologyDefinition.Objects("media", new KeyTemplate("done/{key}")));
    assertThat(topology.stores())
        .containsOnly(
            Map.entry("spool", new FolderLocation(Path.of("/spool"))),
            Map.entry(
                "media",
                new BucketLocation(
                    "pictures",
                    "in/",
                    Optional.of(URI.create("http://minio:9000")),
                    Optional.empty())));
    assertThat(topology.large()).contains(new TopologyDefinition.Large(4 << 20, "spool"));
    assertThat(topology.rules())
        .containsExactly(
            new TagRule(
                new TagRule.HeaderIs("camera", new Glob("yard-*")),
                new TagRule.Restore(
                    List.of("derain", "denoise"), OptionalInt.of(20), Optional.of("ipt-tiny")),
                Optional.of("yard")),
            new TagRule(new TagRule.KeyIs(new Glob("gate-?")), new TagRule.Pass()),
            new TagRule(new TagRule.TopicIs(new Glob("night*")), new TagRule.Restore("derain")),
            new TagRule(new TagRule.Always(), new TagRule.Reject()));
    assertThat(topology.models()).containsExactly("ipt-nano", "ipt-tiny");
    assertThat(topology.late())
        .contains(new TopologyDefinition.Late(Duration.ofMillis(500), Optional.of("frames.late")));
    assertThat(topology.restore().workers()).isEqualTo(3);
    assertThat(topology.restore().batch().maxSize()).isEqualTo(4);
    assertThat(topology.restore().limits().tiling()).isEqualTo(new Tiling.Feathered(8));
    assertThat(topology.restore().limits().deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(topology.threads()).hasValue(2);
    assertThat(topology.kafka()).containsEntry("commit.interval.ms", "30").hasSize(2);
  }

  @Test
  void theShortestFile_takesItsNameFromTheFile() throws IOException {
    TopologyDefinition topology =
        read(
            """
            source: { topic: a }
            restore: { model: ipt-nano }
            sink: { topic: b }
            dead-letters: { topic: c }
            """);
    assertThat(topology.name()).isEqualTo("topology");
    assertThat(topology.rules()).isEmpty();
    assertThat(topology.threads()).isEmpty();
    assertThat(topology.restore().batch().maxSize()).isEqualTo(8);
  }

  @Test
  void read_saysAllMistakesAtTheirLines() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    source: { topic: frames }
                    tag:
                      - otherwise: pass
                      - when: { header: camera }
                        task: De Rain
                    restore:
                      batch: { max-delay: 20 min }
                    sink: { topic: frames }
                    threads: many
                    kafka: { application.id: other, main.consumer.group.instance.id: same }
                    dead-leters: { topic: frames.dead }
                    """))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            """
            FILE:1: dead-letters is missing
            FILE:3: tag[0].otherwise must be the last rule
            FILE:4: tag[1].when.is is missing
            FILE:5: tag[1].task: a task name is 1 to 40 lower-case letters, digits and dashes and starts with a letter, got "De Rain"
            FILE:6: restore.model is missing
            FILE:7: restore.batch.max-delay must be between 0 ms and 10 s, got "20 min"
            FILE:8: sink.topic must differ from the sources: the stage would read its own output
            FILE:9: threads must be a whole number between 1 and 64, got "many"
            FILE:10: kafka.application.id is the key name of this file
            FILE:10: kafka.main.consumer.group.instance.id is given when the stage is started
            FILE:11: unknown key dead-leters; did you mean dead-letters?"""
                .replace("FILE", folder.resolve("topology.yaml").toString()));
  }

  @Test
  void read_saysWhatDoesNotGoTogether() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    sources:
                      - topic: frames
                      - topic: frames
                    tag:
                      - when: { key: a }
                        task: [derain, pass]
                      - when: { key: b }
                        task: derain
                        strength: 30
                      - when: { key: c }
                        task: []
                    restore: { model: ipt-nano }
                    sink: { topic: "{topic}" }
                    late: { after: 1 s, then: pass, topic: frames.late }
                    dead-letters: { topic: frames }
                    stores:
                      media: { bucket: UPPER }
                      spool: { folder: /spool, region: eu }
                    large: { above: 4 MB, store: spol }
                    """))
        .hasMessage(
            """
            FILE:3: sources[1].topic is there already
            FILE:6: tag[0].task: pass stands alone, not in a list of tasks
            FILE:9: tag[1].strength is that of the task denoise, which this rule does not name
            FILE:11: tag[2].task must hold at least one value, got none
            FILE:13: sink.topic must differ from the sources: the stage would read its own output
            FILE:14: late.topic is where dropped frames go; here they pass through
            FILE:15: dead-letters.topic must differ from all other topics of the file
            FILE:17: stores.media.bucket must be 3 to 63 lower-case letters, digits, dots and dashes, got "UPPER"
            FILE:18: unknown key stores.spool.region; known: folder
            FILE:19: large.above must be a size of at most 16 MiB, such as 512 KiB or 4 MiB, got "4 MB"
            FILE:19: large.store must be one of stores: spool, got "spol\""""
                .replace("FILE", folder.resolve("topology.yaml").toString()));
  }

  @Test
  void requireTasks_namesWhatTheModelCannotDo() {
    TopologyDefinition topology =
        Definitions.of(
            new TagRule(new TagRule.KeyIs(new Glob("a")), new TagRule.Restore("deraim")),
            new TagRule(
                new TagRule.KeyIs(new Glob("b")),
                new TagRule.Restore(List.of("denoise"), OptionalInt.of(70), Optional.empty())),
            new TagRule(new TagRule.KeyIs(new Glob("c")), new TagRule.Restore("denoise")),
            new TagRule(
                new TagRule.KeyIs(new Glob("d")),
                new TagRule.Restore(List.of("other"), OptionalInt.empty(), Optional.of("mine"))),
            new TagRule(new TagRule.Always(), new TagRule.Pass()));
    assertThatThrownBy(
            () ->
                topology.requireTasks(
                    "identity", TaskSet.of(new Task.Derain(), new Task.Denoise(30))))
        .isInstanceOf(StageException.class)
        .hasMessage(
            "topology live-derain asks for deraim, denoise-70, which model identity cannot do; it knows derain, denoise-30");
  }

  @Test
  void glob_matchesTheWholeText() {
    assertThat(new Glob("yard-*").matches("yard-1")).isTrue();
    assertThat(new Glob("yard-?").matches("yard-12")).isFalse();
    assertThat(new Glob("a.c").matches("abc")).isFalse();
    assertThat(new Glob("*").matches("")).isTrue();
  }

  private TopologyDefinition read(String yaml) throws IOException {
    return TopologyFile.read(Files.writeString(folder.resolve("topology.yaml"), yaml));
  }
}

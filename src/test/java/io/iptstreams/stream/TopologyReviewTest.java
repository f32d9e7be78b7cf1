package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.settings.SettingsException;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyReviewTest {
  private static final ModelTraits KNOWN =
      new ModelTraits(TaskSet.of(new Task.Derain(), new Task.Denoise(30)), 48);

  @TempDir Path folder;

  @Test
  void aGoodFile_hasNothingToSay() throws IOException {
    TopologyReview review = review("");
    assertThat(review.mistakes()).isEmpty();
    assertThat(review.warnings()).isEmpty();
    assertThat(review.orElseThrow().definition().name()).isEqualTo("topology");
  }

  @Test
  void whatTheModelsCannotDo_isSaidRuleByRule() throws IOException {
    assertThat(
            mistakes(
                """
                tag:
                  - when: { key: a }
                    task: [derain, dehaze, upscale-x2]
                  - when: { key: b }
                    task: [derain, denoise]
                    strength: 31
                  - when: { key: c }
                    task: [denoise]
                  - when: { key: d }
                    task: derain
                    model: missing
                  - when: { key: e }
                    task: dehaze
                    model: missing
                  - otherwise: deblock
                """))
        .containsExactly(
            "FILE:6: tag[0].task asks for dehaze, upscale-x2, which model known cannot do; it knows derain, denoise-30",
            "FILE:8: tag[1].task asks for denoise-31, which model known cannot do; it knows derain, denoise-30",
            "FILE:14: tag[3].model: no model \"missing\"",
            "FILE:18: tag[5].otherwise asks for deblock, which model known cannot do; it knows derain, denoise-30");
  }

  @Test
  void anOverlapWiderThanTheTiles_isSaid() throws IOException {
    String file =
        """
        source: { topic: a }
        restore:
          model: known
          overlap: 48 px
        sink: { topic: b }
        dead-letters: { topic: c }
        """;
    assertThat(reviewOf(file).mistakes())
        .containsExactly(
            path()
                + ":4: restore.overlap: overlap must be less than the 48 pixels of a tile of known, got 48");
  }

  @Test
  void whatKafkaWouldRefuse_isSaidAtItsLine_andWhatItDoesNotKnowIsAWarning() throws IOException {
    TopologyReview review =
        review(
            """
            kafka:
              poll.ms: often
              consumer.max.poll.records: 0
              producer.acks: perhaps
              comit.interval.ms: 30
              consumer.acks: all
              consumer.max.poll.interval.ms: 1000
              client.tag.zone: a
            """);
    assertThat(review.mistakes())
        .allMatch(mistake -> mistake.startsWith(path() + ":"))
        .extracting(mistake -> mistake.substring(path().length() + 1))
        .satisfiesExactly(
            poll ->
                assertThat(poll)
                    .isEqualTo(
                        "5: kafka.poll.ms: Invalid value often for configuration poll.ms: Not a number of type LONG"),
            records ->
                assertThat(records).startsWith("6: kafka.consumer.max.poll.records: Invalid"),
            acks -> assertThat(acks).startsWith("7: kafka.producer.acks: Invalid value perhaps"),
            interval ->
                assertThat(interval)
                    .isEqualTo(
                        "10: kafka.consumer.max.poll.interval.ms must be at least 240000 ms for a restore.deadline of 60 s, got 1000"));
    assertThat(review.warnings())
        .containsExactly(
            path()
                + ":8: kafka.comit.interval.ms is no setting of Kafka; did you mean commit.interval.ms?",
            path() + ":9: kafka.consumer.acks is no setting of Kafka");
  }

  @Test
  void aDeadlineThatNoBrokerWaitsFor_isSaid() throws IOException {
    String file =
        """
        source: { topic: a }
        restore: { model: known, deadline: 3 min }
        threads: 1
        sink: { topic: b }
        dead-letters: { topic: c }
        """;
    assertThat(reviewOf(file).mistakes())
        .containsExactly(
            path()
                + ":2: restore.deadline: 4 partitions on 1 threads with a deadline of 180 s need transactions of 1450 s, brokers allow 900 s; take more threads or a shorter restore.deadline");
  }

  @Test
  void aFolderThatIsNotThere_isAWarning_sinceTheStageMayRunElsewhere() throws IOException {
    Files.createDirectory(folder.resolve("there"));
    TopologyReview review =
        review(
            "stores:\n  there: { folder: %s }\n  gone: { folder: %s }\n"
                .formatted(folder.resolve("there"), folder.resolve("gone")));
    assertThat(review.mistakes()).isEmpty();
    assertThat(review.warnings())
        .containsExactly(
            path()
                + ":6: stores.gone.folder: there is no folder "
                + folder.resolve("gone")
                + "; it must be there when the stage starts");
  }

  @Test
  void thePicturesOfTests_mustBeThere_besideTheFile() throws IOException {
    Files.write(folder.resolve("there.png"), Pictures.png(4, 4, 1));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      large.setLength((16 << 20) + 1);
    }
    assertThat(
            mistakes(
                """
                tests:
                  - { name: a, record: { picture: there.png }, expect: { outcome: passed } }
                  - { name: b, record: { picture: gone.png }, expect: { outcome: passed } }
                  - { name: c, record: { picture: . }, expect: { outcome: passed } }
                  - { name: d, record: { picture: large }, expect: { outcome: passed } }
                """))
        .containsExactly(
            "FILE:6: tests[1].record.picture: there is no file " + folder.resolve("gone.png"),
            "FILE:7: tests[2].record.picture: there is no file " + folder.resolve("."),
            "FILE:8: tests[3].record.picture: "
                + folder.resolve("large")
                + " has 16777217 bytes, records have at most 16777216");
  }

  @Test
  void mistakesOfForm_andOfWhatIsRightInForm_areSaidTogether() throws IOException {
    TopologyReview review =
        reviewOf(
            """
            sorce: { topic: a }
            tag:
              - when: { key: a }
                task: De Haze
              - when: { key: b }
                task: dehaze
            restore: { model: known, overlap: 2000 }
            sink: { topic: b }
            dead-letters: { topic: c }
            threads: none
            """);
    assertThat(review.good()).isEmpty();
    assertThat(review.mistakes())
        .extracting(mistake -> mistake.substring(path().length() + 1))
        .satisfiesExactly(
            missing -> assertThat(missing).isEqualTo("1: source is missing"),
            unknown -> assertThat(unknown).startsWith("1: unknown key sorce; did you mean source?"),
            form -> assertThat(form).startsWith("4: tag[0].task: a task name is 1 to 40"),
            model -> assertThat(model).startsWith("6: tag[1].task asks for dehaze"),
            overlap -> assertThat(overlap).startsWith("7: restore.overlap must be between"),
            threads -> assertThat(threads).startsWith("10: threads must be a whole number"));
    assertThatThrownBy(review::orElseThrow)
        .isInstanceOf(SettingsException.class)
        .hasMessage(String.join("\n", review.mistakes()));
  }

  @Test
  void whatIsNoYaml_isOneMistake() throws IOException {
    assertThat(reviewOf("a: [").mistakes())
        .singleElement()
        .satisfies(mistake -> assertThat(mistake).contains(":1: is not YAML").startsWith(path()));
  }

  private List<String> mistakes(String more) throws IOException {
    return review(more).mistakes().stream().map(line -> line.replace(path(), "FILE")).toList();
  }

  /** Three lines before what is given. */
  private TopologyReview review(String more) throws IOException {
    return reviewOf(
        "source: { topic: a }\nrestore: { model: known }\nsink: { topic: b }\n"
            + more
            + "dead-letters: { topic: c }\n");
  }

  private TopologyReview reviewOf(String yaml) throws IOException {
    Files.writeString(Path.of(path()), yaml);
    return TopologyReview.of(Path.of(path()), TopologyReviewTest::model);
  }

  private static ModelTraits model(String name) {
    if (name.equals("known")) {
      return KNOWN;
    }
    throw new IllegalArgumentException("no model \"" + name + "\"");
  }

  private String path() {
    return folder.resolve("topology.yaml").toString();
  }
}

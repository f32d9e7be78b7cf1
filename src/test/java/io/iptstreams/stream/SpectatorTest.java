package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.FileCodec;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a stage while it works. */
class SpectatorTest {
  private static final byte[] PNG = Pictures.png(20, 30, 1);

  @TempDir Path state;
  private DryStage stage;

  @BeforeEach
  void start() {
    stage =
        new DryStage(
            Definitions.of(),
            new IdentityModel(16, List.of(new Task.Derain())),
            new RecordLimit(16 << 20),
            FileCodec.withoutWebp(),
            new Outcomes(),
            state);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aRestoredPicture_isSeenAsItCameAndAsItGoes() {
    send("yard-1", PNG, "task", "derain");

    Sight sight = stage.sights.get(0);
    assertThat(sight.before().orElseThrow().bytes()).isEqualTo(PNG);
    assertThat(sight.after().orElseThrow().bytes())
        .isEqualTo(stage.output("frames.restored").readRecord().value());
    assertThat(sight.after().orElseThrow().headers().text(FrameHeaders.CONTENT_TYPE))
        .contains("image/png");
    assertThat(sight.fate())
        .isEqualTo(
            new Fate.Restored(
                List.of("derain"), Optional.of("identity"), Optional.of("frames.restored")));
    assertThat(sight.quality()).isPresent();
  }

  @Test
  void aDeadLetter_isSeenWithItsPictureAndReason() {
    byte[] torn = {1, 2, 3};
    send("yard-1", torn, "task", "derain");

    Sight sight = stage.sights.get(0);
    assertThat(sight.before().orElseThrow().bytes()).isEqualTo(torn);
    assertThat(sight.after()).isEmpty();
    assertThat(sight.deadLetter().orElseThrow().station()).isEqualTo("decode");
  }

  @Test
  void aRecordWithoutPicture_isSeenWithoutOne() {
    send("yard-1", new byte[0], "task", "derain");

    assertThat(stage.sights.get(0).before()).isEmpty();
  }

  @Test
  void theWaitBeforeTheWork_countsFromTheTimeOfTheFrame() {
    send("yard-1", PNG, "task", "derain", "ce_time", "2026-06-01T11:59:59Z");

    assertThat(stage.sights.get(0).queued()).isEqualTo(Duration.ofMillis(1300));
  }

  @Test
  void aFrameFromTheFuture_hasNotWaited() {
    send("yard-1", PNG, "task", "derain", "ce_time", "2031-06-01T12:00:00Z");

    assertThat(stage.sights.get(0).queued()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aFrameOfAClockThatWasNeverSet_hasWaitedADay_notFiftyYears() {
    send("yard-1", PNG, "task", "derain", "ce_time", "0001-01-01T00:00:00Z");

    assertThat(stage.sights.get(0).queued()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aStream_isNamedByItsHeader_elseItsKey_elseItsTopic() {
    send("yard-1", PNG, "ce_stream", "north");
    send("yard-1", PNG);
    send(null, PNG);

    assertThat(stage.sights).extracting(Sight::stream).containsExactly("north", "yard-1", "frames");
  }

  @Test
  void aSpectatorThatFails_keepsNobodyElseFromSeeing() {
    List<Sight> seen = new ArrayList<>();
    Spectator blind =
        sight -> {
          throw new IllegalStateException("blind");
        };
    send("yard-1", PNG);

    assertThatCode(() -> new Audience(List.of(blind, seen::add)).see(stage.sights.get(0)))
        .doesNotThrowAnyException();
    assertThat(seen).hasSize(1);
  }

  private void send(String key, byte[] picture, String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    stage.input("frames").pipeInput(new TestRecord<>(keyBytes, picture, headers, DryStage.NOON));
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.Outcomes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunDisplayTest {
  private final AtomicLong nanos = new AtomicLong(-3);
  private final Screen screen = Screen.of(120);
  private final Screen log = Screen.none();

  private Optional<DeadLetter> latest = Optional.empty();
  private long received;
  private long restored;
  private long passed;
  private long deadLettered;
  private long batches;
  private long tiles;
  private WorkTimes.Sums times = WorkTimes.Sums.NONE;
  private OptionalLong lag = OptionalLong.empty();

  private RunDisplay.Moment moment() {
    return new RunDisplay.Moment(
        latest,
        new Outcomes.Counts(received, restored, passed, 0, 0, deadLettered, 0),
        new BatchCounts(batches, tiles, 0),
        times,
        lag);
  }

  private RunDisplay display(Screen on) {
    return new RunDisplay("yard", 4, this::moment, on.terminal(), nanos::get);
  }

  private void tickAfter(Duration time, RunDisplay display) {
    nanos.addAndGet(time.toNanos());
    display.tick();
  }

  private void second(RunDisplay display) {
    tickAfter(Duration.ofSeconds(1), display);
  }

  private void restore(int frames) {
    received += frames;
    restored += frames;
    batches += 2L * frames;
    tiles += 5L * frames;
  }

  private void deadLetter(int letters, String reason) {
    received += letters;
    deadLettered += letters;
    latest =
        Optional.of(
            new DeadLetter("frames", 3, 1203 + received, "decode", reason, Optional.empty()));
  }

  @Test
  void aTerminal_showsOneLine_rewrittenEverySecond() {
    RunDisplay display = display(screen);
    second(display);
    assertThat(screen.lastLine()).isEqualTo("yard  0.0 frames/s  restored 0");
    lag = OptionalLong.of(1087);
    for (int i = 0; i < 10; i++) {
      restore(120);
      second(display);
    }

    assertThat(screen.lines()).isEmpty();
    assertThat(screen.lastLine())
        .isEqualTo("yard  120.0 frames/s  restored 1,200  lag 1,087  batch 2.5/4");
  }

  @Test
  void rates_areThoseOfTheLastTenSeconds() {
    RunDisplay display = display(screen);
    restore(1000);
    second(display);
    for (int i = 0; i < 11; i++) {
      restore(7);
      second(display);
    }
    assertThat(screen.lastLine()).startsWith("yard  7.0 frames/s");
    for (int i = 0; i < 11; i++) {
      second(display);
    }
    assertThat(screen.lastLine()).isEqualTo("yard  0.0 frames/s  restored 1,077");
  }

  @Test
  void otherOutcomes_areShownIfThereAreAny_andWaitingFramesAreNoRate() {
    RunDisplay display = display(screen);
    received = 8;
    passed = 2;
    deadLetter(3, "no picture");
    second(display);

    assertThat(screen.lastLine())
        .isEqualTo("yard  5.0 frames/s  restored 0  passed through 2  dead-lettered 3");
  }

  @Test
  void times_areMeansOverTheLastTenSeconds() {
    RunDisplay display = display(screen);
    times = new WorkTimes.Sums(3, Duration.ofSeconds(300), Duration.ofSeconds(300));
    second(display);
    for (int i = 1; i <= 11; i++) {
      times =
          new WorkTimes.Sums(
              3 + 2 * i,
              Duration.ofMillis(300_000 + 480 * i),
              Duration.ofMillis(300_000 + 162 * i));
      second(display);
    }

    assertThat(screen.lastLine())
        .isEqualTo("yard  0.0 frames/s  restored 0  queue 0.2 s  work 81 ms");
  }

  @Test
  void aNarrowTerminal_getsWhatFits() {
    Screen narrow = Screen.of(40);
    RunDisplay display = display(narrow);
    lag = OptionalLong.of(123_456_789);
    restore(3);
    second(display);

    assertThat(narrow.lastLine()).isEqualTo("yard  3.0 frames/s  restored 3");
  }

  @Test
  void aModelThatIsReplaced_takesItsBatchesWithIt() {
    RunDisplay display = display(screen);
    restore(100);
    second(display);
    batches = 0;
    tiles = 0;
    second(display);

    assertThat(screen.lastLine()).isEqualTo("yard  50.0 frames/s  restored 100");
  }

  @Test
  void aDeadLetter_isToldInALineOfItsOwn() {
    RunDisplay display = display(screen);
    deadLetter(1, "no picture");
    second(display);
    second(display);

    assertThat(screen.lines())
        .containsExactly("dead letter: frames partition 3 offset 1204, decode: no picture");
    assertThat(screen.lastLine()).contains("dead-lettered 1");
  }

  @Test
  void manyDeadLetters_areOneLineASecond_andACount() {
    RunDisplay display = display(log);
    deadLetter(42, "no picture");
    second(display);
    deadLetter(2, "too large");
    second(display);

    assertThat(log.lines())
        .containsExactly(
            "dead letter: frames partition 3 offset 1245, decode: no picture",
            "and 41 more dead letters",
            "dead letter: frames partition 3 offset 1247, decode: too large",
            "and 1 more dead letter");
  }

  @Test
  void aReason_forgesNoLine_movesNoCursor_andIsNotEndless() {
    RunDisplay display = display(log);
    deadLetter(1, "\u001b[2J\nyard: all is well " + "x".repeat(1000));
    second(display);

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("decode: \\u001b[2J\\u000ayard: all is well xxx")
        .hasSizeLessThan(400)
        .endsWith("…");
  }

  @Test
  void aLetterThatTheCountsAreAheadOf_isToldOnce() {
    RunDisplay display = display(log);
    deadLetter(1, "first");
    second(display);
    Optional<DeadLetter> seen = latest;
    deadLetter(1, "second");
    Optional<DeadLetter> unseen = latest;
    latest = seen;
    second(display);
    assertThat(log.lines()).hasSize(1);
    latest = unseen;
    second(display);

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).endsWith("second");
  }

  @Test
  void aLog_getsALineAMinute_andNoneIfNothingHappened() {
    RunDisplay display = display(log);
    for (int i = 0; i < 59; i++) {
      restore(2);
      second(display);
    }
    assertThat(log.lines()).isEmpty();
    restore(2);
    second(display);
    assertThat(log.lines()).containsExactly("yard: 2.0 frames/s, restored 120, batch 2.5/4");
    for (int i = 0; i < 200; i++) {
      second(display);
    }
    assertThat(log.lines()).hasSize(1);
    lag = OptionalLong.of(9);
    for (int i = 0; i < 60; i++) {
      second(display);
    }

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).isEqualTo("yard: 0.0 frames/s, restored 120, lag 9");
  }

  @Test
  void closing_tellsTheLastDeadLetters_andTakesTheLineAway() {
    RunDisplay display = display(screen);
    second(display);
    deadLetter(1, "no picture");
    display.close();
    display.tick();

    assertThat(screen.lines()).hasSize(1);
    assertThat(screen.lastLine()).isEmpty();
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final Screen log = Screen.none();
  private final Screen screen = Screen.of(80);

  @Test
  void aLog_getsALineEveryHalfMinute_withRateAndRest() {
    Progress progress = progress(OptionalLong.of(1320), log);
    for (int second = 0; second <= 61; second++) {
      progress.done(1 + 10L * second);
      pass(Duration.ofSeconds(1));
    }
    progress.close();

    assertThat(log.lines())
        .containsExactly(
            "ingest: 301 of 1320 frames, 10.0 frames/s, 2 min left",
            "ingest: 601 of 1320 frames, 10.0 frames/s, 72 s left");
  }

  @Test
  void aTerminal_isRewrittenInPlace_andLeftEmpty() {
    Progress progress = progress(OptionalLong.of(132), screen);
    progress.done(1);
    assertThat(screen.lastLine()).isEqualTo("ingest: 1 of 132 frames");
    pass(Duration.ofMillis(100));
    progress.done(2);
    assertThat(screen.lastLine()).isEqualTo("ingest: 1 of 132 frames");
    pass(Duration.ofMillis(100));
    progress.done(3);
    assertThat(screen.lastLine()).isEqualTo("ingest: 3 of 132 frames, 10.0 frames/s, 13 s left");
    progress.close();
    progress.done(4);

    assertThat(screen.lastLine()).isEmpty();
    assertThat(screen.lines()).isEmpty();
  }

  @Test
  void rate_forgetsWhatIsLongAgo() {
    Progress progress = progress(OptionalLong.empty(), screen);
    progress.done(0);
    progress.done(1000);
    for (int second = 1; second <= 180; second++) {
      pass(Duration.ofSeconds(1));
      progress.done(1000 + second);
    }

    assertThat(screen.lastLine()).isEqualTo("ingest: 1180 frames, 1.0 frames/s");
  }

  @Test
  void unknownTotal_isLeftOut() {
    Progress progress = progress(OptionalLong.empty(), log);
    progress.done(1);
    pass(Duration.ofSeconds(30));
    progress.done(16);

    assertThat(log.lines()).containsExactly("ingest: 16 frames, 0.5 frames/s");
  }

  @Test
  void totalThatIsPassed_promisesNoEnd() {
    Progress progress = progress(OptionalLong.of(10), log);
    progress.done(1);
    pass(Duration.ofSeconds(30));
    progress.done(61);

    assertThat(log.lines()).containsExactly("ingest: 61 of 10 frames, 2.0 frames/s");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Progress progress(OptionalLong total, Screen on) {
    return new Progress("ingest", "frames", total, on.terminal(), nanos::get);
  }
}

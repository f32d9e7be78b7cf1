package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final List<String> said = new ArrayList<>();

  @Test
  void line_comesEveryFiveSeconds_withRateAndRest() {
    Progress progress = progress(OptionalLong.of(132));
    for (int second = 0; second <= 11; second++) {
      progress.done(1 + 10L * second);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(said)
        .containsExactly(
            "ingest: 51 of 132 frames, 10.0 frames/s, 8 s left",
            "ingest: 101 of 132 frames, 10.0 frames/s, 3 s left");
  }

  @Test
  void unknownTotal_isLeftOut() {
    Progress progress = progress(OptionalLong.empty());
    progress.done(1);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    progress.done(6);

    assertThat(said).containsExactly("ingest: 6 frames, 0.5 frames/s");
  }

  @Test
  void totalThatIsPassed_promisesNoEnd() {
    Progress progress = progress(OptionalLong.of(10));
    progress.done(1);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    progress.done(11);

    assertThat(said).containsExactly("ingest: 11 of 10 frames, 2.0 frames/s");
  }

  private Progress progress(OptionalLong total) {
    return new Progress("ingest", "frames", total, said::add, nanos::get);
  }
}

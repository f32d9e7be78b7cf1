package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuringTest {
  @Test
  void aTerminal_showsHowLongItTakes() {
    AtomicLong nanos = new AtomicLong(5);
    Screen screen = Screen.of(80);
    Measuring measuring = new Measuring("measuring ipt-nano", screen.terminal(), nanos::get);
    nanos.addAndGet(Duration.ofSeconds(12).toNanos());
    measuring.tick();
    assertThat(screen.lastLine()).isEqualTo("measuring ipt-nano; 12 s");
    measuring.close();
    measuring.tick();

    assertThat(screen.lastLine()).isEmpty();
    assertThat(screen.lines()).isEmpty();
  }

  @Test
  void aLog_isToldOnce() {
    Screen log = Screen.none();
    try (Measuring measuring = new Measuring("measuring ipt-nano", log.terminal(), () -> 0)) {
      measuring.start();
    }

    assertThat(log.lines()).containsExactly("measuring ipt-nano");
  }
}

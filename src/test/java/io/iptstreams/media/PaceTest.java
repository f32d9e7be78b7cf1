package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time passes only in the waiting, and where a test says so. */
class PaceTest {
  private Duration now = Duration.ofHours(-1);
  private final Pace pace = new Pace(() -> now.toNanos(), wait -> now = now.plus(wait));

  @Test
  void framesThatAreThere_goAtTheirDistances() {
    assertThat(waited(7.0, false)).isZero();
    assertThat(waited(7.04, false)).isEqualTo(0.04, within(1e-6));
    assertThat(waited(8.04, false)).isEqualTo(1.0, within(1e-6));
  }

  @Test
  void lateFrame_goesAtOnce_andTheNextKeepsItsDistanceFromIt() {
    waited(0, false);
    now = now.plusSeconds(3);

    assertThat(waited(1, false)).isZero();
    assertThat(waited(2, false)).isEqualTo(1.0, within(1e-6));
  }

  @Test
  void framesOfALiveSource_catchUpAQuarterFaster() {
    waited(0, true);

    assertThat(waited(1, true)).isEqualTo(0.8, within(1e-6));
    assertThat(waited(2, true)).isEqualTo(0.8, within(1e-6));
  }

  @Test
  void holeInTheSource_isNotWaitedFor() {
    waited(0, false);

    assertThat(waited(3600, false)).isEqualTo(5.0, within(1e-6));
    assertThat(waited(3601, false)).isEqualTo(1.0, within(1e-6));
  }

  @Test
  void timesThatGoBack_areNotWaitedFor() {
    waited(100, false);

    assertThat(waited(1, false)).isZero();
  }

  @Test
  void interrupt_endsTheWaiting_andStays() {
    Pace interrupted =
        new Pace(
            () -> 0,
            wait -> {
              throw new InterruptedException();
            });
    interrupted.await(0, false);
    interrupted.await(1, false);

    assertThat(Thread.interrupted()).isTrue();
  }

  private double waited(double seconds, boolean live) {
    Duration before = now;
    pace.await(seconds, live);
    return now.minus(before).toNanos() / 1e9;
  }
}

package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveTimesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LiveTimes times = new LiveTimes();

  @Test
  void sourceThatKeepsItsClock_keepsItsTimes() {
    assertThat(times.time(126_000, millis(0))).isEqualTo(126_000);
    assertThat(times.time(129_600, millis(45))).isEqualTo(129_600);
    assertThat(times.time(133_200, millis(79))).isEqualTo(133_200);
  }

  @Test
  void clockThatStartsAgainAfterABreak_goesOnByTheTimeThatPassed() {
    times.time(0, millis(0));
    times.time(3600, millis(40));
    times.reconnected();

    assertThat(times.time(500, millis(2040))).isEqualTo(3600 + 2 * 90_000);
    assertThat(times.time(4100, millis(2081))).isEqualTo(3600 + 2 * 90_000 + 3600);
  }

  @Test
  void clockThatStartsAgainInTheMiddle_goesOnToo() {
    times.time(9_000_000, millis(0));

    assertThat(times.time(0, millis(40))).isEqualTo(9_003_600);
    assertThat(times.time(3600, millis(80))).isEqualTo(9_007_200);
  }

  @Test
  void clockThatLeapsAhead_goesOnByTheTimeThatPassed() {
    times.time(0, millis(0));

    assertThat(times.time(1L << 33, millis(40))).isEqualTo(3600);
  }

  @Test
  void silenceOfASource_isNoLeap() {
    times.time(0, millis(0));

    assertThat(times.time(90_000L * 60, millis(60_000))).isEqualTo(90_000L * 60);
  }

  @Test
  void frameOutOfOrder_comesOneUnitLater_andMovesNoOther() {
    times.time(3600, millis(0));

    assertThat(times.time(3600, millis(40))).isEqualTo(3601);
    assertThat(times.time(3000, millis(80))).isEqualTo(3602);
    assertThat(times.time(7200, millis(120))).isEqualTo(7200);
  }

  @Test
  void breakShorterThanAUnit_stillGrows() {
    times.time(0, millis(0));
    times.reconnected();

    assertThat(times.time(0, millis(0))).isEqualTo(1);
  }

  @Test
  void absurdTimes_doNoHarm() {
    long last = times.time(Long.MAX_VALUE, millis(0));
    assertThat(last).isZero();
    for (long stated : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Long.MIN_VALUE}) {
      long time = times.time(stated, millis(40));
      assertThat(time).isGreaterThan(last).isLessThan(90_000);
      last = time;
    }
  }

  @Test
  void frameThatDidNotWait_wasTakenWhenItCame() {
    times.time(0, millis(0));
    assertThat(times.taken(NOON)).isEqualTo(NOON);
    times.time(3600, millis(40));
    assertThat(times.taken(NOON.plusMillis(40))).isEqualTo(NOON.plusMillis(40));
  }

  @Test
  void framesThatWaitedForASlowReader_wereTakenBefore() {
    times.time(0, millis(0));
    // The reader was away for a second; 25 frames have come in the meantime.
    for (int frame = 1; frame <= 25; frame++) {
      times.time(3600L * frame, millis(1000));
      assertThat(times.taken(NOON.plusSeconds(1))).isEqualTo(NOON.plusMillis(40L * frame));
    }
  }

  @Test
  void clockThatRunsSlow_isFollowedWithinTwoMinutes() {
    // 1 ms more per second, for ten minutes: 600 ms in all, at most 121 of them unnoticed.
    for (int second = 0; second <= 600; second++) {
      times.time(90_000L * second, millis(1001L * second));
      Instant now = NOON.plusMillis(1001L * second);
      assertThat(times.taken(now)).isBetween(now.minusMillis(121), now);
    }
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}

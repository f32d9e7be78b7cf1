package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  /** 100 of 1000 steps in 10 s: 900 are left for 90 s, and 9 of 10 validations of 4 s each. */
  @Test
  void left_countsStepsAndValidations() {
    Pace pace = new Pace(1000, 100, 0);
    pace.done(10 * SECOND, 100, 800, SECOND / 2);
    pace.validated(4 * SECOND);

    assertThat(pace.stepsPerSecond()).isEqualTo(10);
    assertThat(pace.cropsPerSecond()).isEqualTo(80);
    assertThat(pace.waitingShare()).isEqualTo(0.05);
    assertThat(pace.left()).isEqualTo(Duration.ofSeconds(90 + 9 * 4));
  }

  /** After 70 of 100 steps those at 90 and at the end are left. */
  @Test
  void left_countsTheValidationAtTheEnd() {
    Pace pace = new Pace(100, 30, 0);
    pace.done(70 * SECOND, 70, 70, 0);
    pace.validated(5 * SECOND);

    assertThat(pace.left()).isEqualTo(Duration.ofSeconds(30 + 2 * 5));
    pace.done(100 * SECOND, 100, 100, 0);
    assertThat(pace.left()).isZero();
  }

  @Test
  void left_beforeTheFirstStep_isNotKnown() {
    assertThat(new Pace(100, 30, 0).left()).isZero();
  }

  @Test
  void rate_isThatOfTheLastTwoMinutes() {
    Pace pace = new Pace(100_000, 1000, 0);
    int step = 0;
    for (int second = 1; second <= 450; second++) {
      step += second <= 300 ? 10 : 1;
      pace.done(second * SECOND, step, 8L * step, 0);
    }

    assertThat(pace.stepsPerSecond()).isCloseTo(1, within(1e-9));
    assertThat(pace.cropsPerSecond()).isCloseTo(8, within(1e-9));
  }

  @Test
  void rate_ofAResumedRun_countsFromItsFirstStep() {
    Pace pace = new Pace(1000, 100, 500);
    pace.done(2 * SECOND, 520, 160, 0);

    assertThat(pace.stepsPerSecond()).isEqualTo(10);
    assertThat(pace.left()).isEqualTo(Duration.ofSeconds(48));
  }

  /** One step of ten minutes is all there is to look back on. */
  @Test
  void rate_ofVerySlowSteps_isKnown() {
    Pace pace = new Pace(10, 10, 0);
    pace.done(600 * SECOND, 1, 4, 0);
    pace.done(1200 * SECOND, 2, 8, 0);

    assertThat(pace.left()).isEqualTo(Duration.ofSeconds(8 * 600));
  }

  @Test
  void words_areTheTwoLargestUnits() {
    assertThat(Pace.words(Duration.ofSeconds(29))).isEqualTo("less than a minute");
    assertThat(Pace.words(Duration.ofSeconds(30))).isEqualTo("1 min");
    assertThat(Pace.words(Duration.ofMinutes(59))).isEqualTo("59 min");
    assertThat(Pace.words(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Pace.words(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }
}

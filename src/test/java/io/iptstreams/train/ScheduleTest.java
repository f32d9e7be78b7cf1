package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of 1000 steps. */
class ScheduleTest {
  private static final Schedule COSINE = new Schedule(0.03, new Schedule.Cosine(0.01));
  private static final Schedule MULTI_STEP =
      new Schedule(0, new Schedule.MultiStep(List.of(0.5, 0.8), 0.1));

  private static void assertFactor(Schedule schedule, int step, double factor) {
    assertThat(schedule.factor(step, 1000)).isCloseTo(factor, within(1e-12));
  }

  @Test
  void warmUp_isAStraightLine() {
    assertFactor(COSINE, 0, 1 / 30.0);
    assertFactor(COSINE, 14, 0.5);
    assertFactor(COSINE, 29, 1);
  }

  @Test
  void warmUp_ofAFractionOfAStep_doesNotPassThePeak() {
    Schedule schedule = new Schedule(0.03, new Schedule.Cosine(0));
    assertThat(schedule.factor(0, 12)).isOne();
    assertThat(schedule.factor(1, 35)).isOne();
  }

  @Test
  void cosine_startsAtThePeak() {
    assertFactor(COSINE, 30, 1);
    assertThat(COSINE.factor(31, 1000)).isLessThan(1);
  }

  /** At step 30 + 970 / 2. */
  @Test
  void cosine_isHalfwayInTheMiddle() {
    assertFactor(COSINE, 515, (1 + 0.01) / 2);
  }

  @Test
  void cosine_endsWhereItIsTold() {
    assertFactor(COSINE, 1000, 0.01);
    assertThat(COSINE.factor(999, 1000)).isCloseTo(0.01, within(1e-5));
  }

  @Test
  void multiStep_dropsAtEachPoint() {
    assertFactor(MULTI_STEP, 0, 1);
    assertFactor(MULTI_STEP, 499, 1);
    assertFactor(MULTI_STEP, 500, 0.1);
    assertFactor(MULTI_STEP, 799, 0.1);
    assertFactor(MULTI_STEP, 800, 0.01);
    assertFactor(MULTI_STEP, 999, 0.01);
  }

  /** With a warm-up of 200 steps half of the rest is over at step 600. */
  @Test
  void multiStep_countsFromTheEndOfTheWarmUp() {
    Schedule schedule = new Schedule(0.2, new Schedule.MultiStep(List.of(0.5), 0.1));
    assertFactor(schedule, 599, 1);
    assertFactor(schedule, 600, 0.1);
  }

  @Test
  void construction_withPointsThatDoNotAscend_saysSo() {
    assertThatThrownBy(() -> new Schedule.MultiStep(List.of(0.8, 0.5), 0.1))
        .hasMessage("at must be ascending, got [0.8, 0.5]");
    assertThatThrownBy(() -> new Schedule.MultiStep(List.of(), 0.1))
        .hasMessage("at must name a point at least");
  }

  @Test
  void construction_withSharesBeyondTheWhole_saysTheRange() {
    assertThatThrownBy(() -> new Schedule(1, new Schedule.Cosine(0)))
        .hasMessage("warmUp must be a share of the steps, 0 to below 1, got 1.0");
    assertThatThrownBy(() -> new Schedule.Cosine(1.5)).hasMessage("end must be 0 to 1, got 1.5");
    assertThatThrownBy(() -> new Schedule.MultiStep(List.of(1.5), 0.1))
        .hasMessage("at must be 0 to 1, got 1.5");
    assertThatThrownBy(() -> new Schedule.MultiStep(List.of(0.5), -1))
        .hasMessage("factor must be 0 to 1, got -1.0");
  }
}

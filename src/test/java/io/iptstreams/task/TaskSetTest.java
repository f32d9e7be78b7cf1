package io.iptstreams.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSetTest {
  private static final TaskSet TASKS =
      new TaskSet(
          List.of(
              new Ability.DenoiseRange(5, 50),
              new Ability.Single(new Task.Derain()),
              new Ability.Single(new Task.Custom("dehaze", 1)),
              new Ability.Single(new Task.Denoise(70))));

  @Test
  void headOf_aStrengthWithinTheRange_isTheHeadOfTheRange() {
    assertThat(TASKS.headOf(new Task.Denoise(5))).isZero();
    assertThat(TASKS.headOf(new Task.Denoise(50))).isZero();
  }

  @Test
  void headOf_aStrengthOutsideTheRange_isThatOfItsOwnTask_orNone() {
    assertThat(TASKS.headOf(new Task.Denoise(70))).isEqualTo(3);
    assertThat(TASKS.headOf(new Task.Denoise(4))).isEqualTo(-1);
    assertThat(TASKS.contains(new Task.Denoise(51))).isFalse();
  }

  @Test
  void find_givesTheTaskOfAName() {
    assertThat(TASKS.find("denoise-37")).contains(new Task.Denoise(37));
    assertThat(TASKS.find("derain")).contains(new Task.Derain());
    assertThat(TASKS.find("dehaze")).contains(new Task.Custom("dehaze", 1));
  }

  @Test
  void find_ofWhatNoHeadUndoes_isEmpty() {
    assertThat(TASKS.find("denoise-51")).isEmpty();
    assertThat(TASKS.find("upscale-x2")).isEmpty();
    assertThat(TASKS.find("denoise")).isEmpty();
  }

  @Test
  void toString_namesARangeByItsEnds() {
    assertThat(TASKS).hasToString("denoise-5 to denoise-50, derain, dehaze, denoise-70");
  }

  @Test
  void aRange_isGivenAnExampleInItsMiddle() {
    assertThat(new Ability.DenoiseRange(10, 50).example()).isEqualTo(new Task.Denoise(30));
  }

  @Test
  void aRange_beyondWhatNoiseCanBe_isRefused() {
    assertThatThrownBy(() -> new Ability.DenoiseRange(0, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigma must be a range within 1 to 99 on the 0..255 scale, got 0 to 50");
    assertThatThrownBy(() -> new Ability.DenoiseRange(50, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

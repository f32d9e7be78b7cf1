package io.iptstreams.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameHeadersTest {
  private static FrameHeaders of(String name, String value) {
    return FrameHeaders.none().with(name, value);
  }

  @Test
  void none_answersEveryQuestionWithNothing() {
    FrameHeaders none = FrameHeaders.none();

    assertThat(none.text(FrameHeaders.ID)).isEmpty();
    assertThat(none.number(FrameHeaders.FRAME)).isEmpty();
    assertThat(none.fraction(FrameHeaders.FRAME_RATE)).isEmpty();
    assertThat(none.task()).isEmpty();
    assertThat(none.isLast()).isFalse();
  }

  @Test
  void with_leavesTheOriginalAsItWas() {
    FrameHeaders before = of("a", "1");

    before.with("b", "2");

    assertThat(before).isEqualTo(of("a", "1"));
  }

  @Test
  void with_aNameThatIsThere_replacesItInItsPlace() {
    List<String> seen = new ArrayList<>();

    of("a", "1")
        .with("b", "2")
        .with("a", "3")
        .forEach((name, value) -> seen.add(name + "=" + value));

    assertThat(seen).containsExactly("a=3", "b=2");
  }

  @Test
  void task_prefersTheLongName() {
    assertThat(of("task", "derain").task()).contains("derain");
    assertThat(of("task", "derain").with("ce_task", "denoise-30").task()).contains("denoise-30");
  }

  @Test
  void number_ofAWholeNumber_readsIt() {
    assertThat(of("ce_pts", "-9000000000").number("ce_pts")).hasValue(-9_000_000_000L);
  }

  @Test
  void number_ofAnythingElse_namesTheHeader() {
    assertThatThrownBy(() -> of("ce_frame", "seven").number("ce_frame"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header ce_frame must be a whole number, got \"seven\"");
  }

  @Test
  void fraction_ofAFraction_readsIt() {
    assertThat(of("ce_framerate", "30000/1001").fraction("ce_framerate"))
        .contains(new Fraction(30000, 1001));
  }

  @Test
  void fraction_ofAnythingElse_namesTheHeader() {
    assertThatThrownBy(() -> of("ce_timebase", "fast").fraction("ce_timebase"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header ce_timebase: a fraction is written like 25/1, got \"fast\"");
  }

  @Test
  void isLast_onlyOfTheWordTrue() {
    assertThat(of("ce_last", "true").isLast()).isTrue();
    assertThat(of("ce_last", "false").isLast()).isFalse();
    assertThat(of("ce_last", "1").isLast()).isFalse();
  }

  @Test
  void equality_doesNotDependOnTheOrder() {
    FrameHeaders one = of("a", "1").with("b", "2");
    FrameHeaders two = of("b", "2").with("a", "1");

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(of("a", "1"));
  }

  @Test
  void of_aMap_isWhatAddingEachInTurnGives() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("ce_id", "17");
    values.put("task", "derain");

    assertThat(FrameHeaders.of(values))
        .isEqualTo(FrameHeaders.none().with("ce_id", "17").with("task", "derain"));
  }
}

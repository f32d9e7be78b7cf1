package io.iptstreams.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FractionTest {
  @ParameterizedTest
  @ValueSource(strings = {"25/1", "30000/1001", "1/12800", "999999999999999999/1"})
  void parse_ofAWrittenFraction_readsBothTerms(String text) {
    assertThat(Fraction.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "25", "25/", "/1", "25/1/1", "-25/1", "25:1", " 25/1", "2.5/1"})
  void parse_ofAnythingElse_showsHowAFractionIsWritten(String text) {
    assertThatThrownBy(() -> Fraction.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a fraction is written like 25/1, got \"" + text + "\"");
  }

  @Test
  void parse_ofTermsTooLongForALong_isRefusedBySpelling() {
    assertThatThrownBy(() -> Fraction.parse("9999999999999999999/1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a fraction is written like 25/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/1", "1/0"})
  void parse_ofAZeroTerm_isRefused(String text) {
    assertThatThrownBy(() -> Fraction.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a fraction has two positive terms, got " + text);
  }

  @Test
  void toDouble_divides() {
    assertThat(new Fraction(25, 2).toDouble()).isEqualTo(12.5);
  }

  @Test
  void equality_isByTerms_notByValue() {
    assertThat(new Fraction(25, 1))
        .isEqualTo(new Fraction(25, 1))
        .isNotEqualTo(new Fraction(50, 2));
  }
}

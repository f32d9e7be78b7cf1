package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "yard-*, yard-1, true",
    "yard-*, yard-, true",
    "yard-*, yard, false",
    "*-1, yard-1-1, true",
    "*-1, yard-12, false",
    "y*d-?, yard-1, true",
    "y*d-?, yard-12, false",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-b-b, false",
    "*, anything, true",
    "'', '', true",
    "'', a, false",
    "?, '', false",
    "a.c, abc, false",
    "[a-z]*, [a-z]1, true",
    "📷*, 📷1, true",
    "?1, 📷1, true",
  })
  void aPattern_isOfTheWholeText(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void aStar_takesLineEndsToo() {
    assertThat(new Glob("a*b").matches("a\nb")).isTrue();
  }

  @Test
  @Timeout(10)
  void aLongText_againstManyStars_isDoneSoon() {
    assertThat(new Glob("*a*b*").matches("a".repeat(1 << 20))).isFalse();
    assertThat(new Glob("*a".repeat(30) + "b").matches("a".repeat(1 << 14))).isFalse();
  }
}

package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void ordinaryText_staysAsItIs() {
    assertThat(Visible.of("Größe 3 × 48\t→ 雨 🌧 ok")).isEqualTo("Größe 3 × 48\t→ 雨 🌧 ok");
  }

  @Test
  void whatMovesTheCursor_isSpelled() {
    assertThat(Visible.of("a\u001b[2Jb\rc\u009b1A")).isEqualTo("a\\u001b[2Jb\\u000dc\\u009b1A");
  }

  @Test
  void whatForgesALine_isSpelled() {
    assertThat(Visible.of("a\nb\u2028c")).isEqualTo("a\\u000ab\\u2028c");
  }

  @Test
  void whatTurnsTheReadingDirection_orIsNoCharacter_isSpelled() {
    assertThat(Visible.of("\u202egnp.exe\udb40\udc41\ud800"))
        .isEqualTo("\\u202egnp.exe\\udb40\\udc41\\ud800");
  }

  @Test
  void longText_isCut() {
    assertThat(Visible.of("abcdef", 3)).isEqualTo("abc…");
    assertThat(Visible.of("abc", 3)).isEqualTo("abc");
  }
}

package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.doctor.Finding.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void severalLinesOfALibrary_becomeOne() {
    assertThat(Finding.ok("ffmpeg", "8.1\n  LGPL \r\n").found()).isEqualTo("8.1; LGPL");
  }

  @Test
  void aFailureWithoutARemedy_isNone() {
    assertThatThrownBy(() -> new Finding("store", State.FAIL, "gone", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("store needs a remedy: gone");
  }
}

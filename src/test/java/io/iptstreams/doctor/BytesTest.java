package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "1048588, 1.0 MiB",
    "16777216, 16 MiB",
    "1610612736, 1.5 GiB",
    "9223372036854775807, 8589934592 GiB"
  })
  void words_takeTheLargestUnitThatIsNotLarger(long bytes, String words) {
    assertThat(Bytes.words(bytes)).isEqualTo(words);
  }
}

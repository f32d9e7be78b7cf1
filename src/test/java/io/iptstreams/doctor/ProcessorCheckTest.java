package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.doctor.Finding.State;
import io.iptstreams.model.Precision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessorCheckTest {

  @Test
  void extensionsAreNamed_andThePrecisionThatFollows() {
    assertThat(
            ProcessorCheck.finding(
                8, Optional.of(List.of("AVX2", "AVX512_BF16")), Precision.BFLOAT16))
        .isEqualTo(
            Finding.ok("processor", "8 cores with AVX2, AVX512_BF16: models run in bfloat16"));
  }

  @Test
  void aProcessorWithoutAvx2_isAWarning() {
    Finding finding = ProcessorCheck.finding(1, Optional.of(List.of()), Precision.FLOAT32);
    assertThat(finding.state()).isEqualTo(State.WARN);
    assertThat(finding.found()).startsWith("1 core with no AVX2: models run in float32");
    assertThat(finding.remedy().orElseThrow()).contains("AVX2");
  }

  @Test
  void whatIsNotTold_isNoFault() {
    assertThat(ProcessorCheck.finding(4, Optional.empty(), Precision.FLOAT32).state())
        .isEqualTo(State.OK);
  }
}

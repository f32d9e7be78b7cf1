package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void hasBfloat16_readsTheFlagOfEitherInstructionSet() {
    assertThat(
            Processor.hasBfloat16(
                List.of("processor\t: 0", "flags\t\t: fpu avx512f avx512_bf16 sse")))
        .isTrue();
    assertThat(Processor.hasBfloat16(List.of("flags\t\t: fpu amx_bf16"))).isTrue();
  }

  @Test
  void hasBfloat16_isFalseWithoutTheFlag() {
    assertThat(Processor.hasBfloat16(List.of("flags\t\t: fpu avx2 avx512f"))).isFalse();
    assertThat(Processor.hasBfloat16(List.of("Features\t: fp asimd"))).isFalse();
    assertThat(Processor.hasBfloat16(List.of())).isFalse();
  }

  @Test
  void extensions_areThoseThatMatterToTheEngine() {
    assertThat(
            Processor.extensions(
                List.of("processor\t: 0", "flags\t\t: fpu avx avx2 avx512f avx512_bf16 sse")))
        .contains(List.of("AVX2", "AVX512_BF16", "AVX-512"));
    assertThat(Processor.extensions(List.of("flags\t\t: fpu sse"))).contains(List.of());
  }

  @Test
  void extensions_areUnknown_whereTheLinesTellNoFlags() {
    assertThat(Processor.extensions(List.of("Features\t: fp asimd"))).isEmpty();
    assertThat(Processor.extensions(List.of())).isEmpty();
  }

  @Test
  void takesBfloat16_whatEmulatesIt_andWhatConvertsIt() {
    assertThat(Processor.takesBfloat16(List.of("flags\t\t: avx2 avx512bw avx512vl avx512dq")))
        .isTrue();
    assertThat(Processor.takesBfloat16(List.of("flags\t\t: avx2 avx_ne_convert"))).isTrue();
    assertThat(Processor.takesBfloat16(List.of("flags\t\t: avx2 avx512bw"))).isFalse();
  }

  @Test
  void takesBfloat16_isAssumed_whereTheLinesTellNoFlags() {
    assertThat(Processor.takesBfloat16(List.of("Features\t: fp asimd"))).isTrue();
  }
}

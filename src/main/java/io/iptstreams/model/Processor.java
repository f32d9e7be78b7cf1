package io.iptstreams.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the processor can do that Java does not tell. */
final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> BFLOAT16_FLAGS = List.of("avx512_bf16", "amx_bf16");

  private Processor() {}

  /** Whether it multiplies bfloat16 itself; said to be false where that cannot be found out. */
  static boolean hasBfloat16() {
    try {
      return Files.isReadable(CPU_INFO) && hasBfloat16(Files.readAllLines(CPU_INFO));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @param cpuInfo the lines that Linux gives of its processors
   */
  static boolean hasBfloat16(List<String> cpuInfo) {
    Optional<String> flags = cpuInfo.stream().filter(line -> line.startsWith("flags")).findFirst();
    return flags
        .map(line -> line.substring(line.indexOf(':') + 1).split(" "))
        .map(words -> Arrays.stream(words).anyMatch(BFLOAT16_FLAGS::contains))
        .orElse(false);
  }
}

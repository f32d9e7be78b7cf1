package io.iptstreams.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the processor can do that Java does not tell. */
public final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> BFLOAT16_FLAGS = List.of("avx512_bf16", "amx_bf16");

  private static final String CONVERTS_BFLOAT16 = "avx_ne_convert";

  /** Those that oneDNN wants for bfloat16, which they have no instructions for. */
  private static final List<String> EMULATE_BFLOAT16 = List.of("avx512bw", "avx512vl", "avx512dq");

  /** Those that decide how fast the engine multiplies, and how they are called elsewhere. */
  private static final Map<String, String> EXTENSIONS =
      new TreeMap<>(
          Map.of(
              "avx2", "AVX2",
              "avx512f", "AVX-512",
              "avx512_bf16", "AVX512_BF16",
              "amx_bf16", "AMX-BF16"));

  private Processor() {}

  /**
   * Whether the engine can compute in bfloat16 on it at all, if slowly; said to be true where that
   * cannot be found out.
   */
  static boolean takesBfloat16() {
    return takesBfloat16(cpuInfo());
  }

  /**
   * @param cpuInfo the lines that Linux gives of its processors
   */
  static boolean takesBfloat16(List<String> cpuInfo) {
    return flags(cpuInfo)
        .map(flags -> flags.contains(CONVERTS_BFLOAT16) || flags.containsAll(EMULATE_BFLOAT16))
        .orElse(true);
  }

  /** Whether it multiplies bfloat16 itself; said to be false where that cannot be found out. */
  static boolean hasBfloat16() {
    return hasBfloat16(cpuInfo());
  }

  /**
   * Which of AVX2, AVX-512, AVX512_BF16 and AMX-BF16 it has; absent where that cannot be found out,
   * as on other systems than Linux and other processors than x86.
   */
  public static Optional<List<String>> extensions() {
    return extensions(cpuInfo());
  }

  /**
   * @param cpuInfo the lines that Linux gives of its processors
   */
  static Optional<List<String>> extensions(List<String> cpuInfo) {
    return flags(cpuInfo)
        .map(
            flags ->
                EXTENSIONS.entrySet().stream()
                    .filter(extension -> flags.contains(extension.getKey()))
                    .map(Map.Entry::getValue)
                    .toList());
  }

  private static List<String> cpuInfo() {
    try {
      return Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * @param cpuInfo the lines that Linux gives of its processors
   */
  static boolean hasBfloat16(List<String> cpuInfo) {
    return flags(cpuInfo).orElse(List.of()).stream().anyMatch(BFLOAT16_FLAGS::contains);
  }

  private static Optional<List<String>> flags(List<String> cpuInfo) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> List.of(line.substring(line.indexOf(':') + 1).split(" ")));
  }
}

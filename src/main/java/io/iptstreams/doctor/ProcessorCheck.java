package io.iptstreams.doctor;

import io.iptstreams.model.Precision;
import io.iptstreams.model.Processor;
import java.util.List;
import java.util.Optional;

/** What the processor multiplies with, and hence in which precision models run on it. */
record ProcessorCheck() implements Check {
  @Override
  public String name() {
    return "processor";
  }

  @Override
  public String remedy() {
    return "nothing; models run in float32";
  }

  @Override
  public List<Finding> look() {
    return List.of(
        finding(
            Runtime.getRuntime().availableProcessors(),
            Processor.extensions(),
            Precision.fastest()));
  }

  static Finding finding(int cores, Optional<List<String>> extensions, Precision precision) {
    String found =
        cores
            + (cores == 1 ? " core" : " cores")
            + extensions
                .map(all -> " with " + (all.isEmpty() ? "no AVX2" : String.join(", ", all)))
                .orElse(", what it has beyond that is told on Linux with x86 alone")
            + ": models run in "
            + precision.title();
    boolean slow = extensions.isPresent() && !extensions.get().contains("AVX2");
    return slow
        ? Finding.warn(
            "processor",
            found + ", many times slower than with AVX2",
            "take a machine with AVX2; a virtual one may hide it (QEMU: -cpu host)")
        : Finding.ok("processor", found);
  }
}

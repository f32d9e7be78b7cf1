package io.iptstreams.model;

import java.util.Locale;

/**
 * In which floating-point format the network's products are computed; sums of tokens, norms and
 * pictures stay 32-bit.
 */
public enum Precision {
  FLOAT32,
  /**
   * 16 bits with the exponent of 32: about twice as fast where the processor has it, slow where it
   * must be emulated.
   */
  BFLOAT16;

  /** The faster one on this processor: bfloat16 where it multiplies that itself. */
  public static Precision fastest() {
    return Processor.hasBfloat16() ? BFLOAT16 : FLOAT32;
  }

  /**
   * Whether the engine computes in it on this processor: in bfloat16 only with AVX-512, and not
   * always fast.
   */
  public boolean isOfThisProcessor() {
    return this == FLOAT32 || Processor.takesBfloat16();
  }

  /** Name for people and JSON, e.g. {@code bfloat16}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}

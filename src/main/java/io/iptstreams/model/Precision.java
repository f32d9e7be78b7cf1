package io.iptstreams.model;

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
  BFLOAT16
}

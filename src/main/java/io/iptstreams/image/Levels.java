package io.iptstreams.image;

/** Samples as the whole numbers that files hold: 0 to 255, or 257 times as fine 0 to 65535. */
final class Levels {
  private Levels() {}

  /** The nearest level of 8 bits, halves to even; as Math.rint, without its detour by doubles. */
  static int of8(float sample) {
    // Not a number is no level either.
    if (!(sample > 0)) {
      return 0;
    }
    if (sample >= 255) {
      return 255;
    }
    // A float of this size has no fraction left: the addition itself rounds, halves to even.
    return (int) (sample + (1 << 23)) - (1 << 23);
  }

  /** The nearest level of 16 bits, halves to even. */
  static int of16(float sample) {
    if (!(sample > 0)) {
      return 0;
    }
    if (sample >= 255) {
      return 65_535;
    }
    return (int) (sample * 257 + (1 << 23)) - (1 << 23);
  }
}

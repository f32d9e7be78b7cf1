package io.iptstreams.doctor;

import java.util.Locale;

/** Sizes in words. */
final class Bytes {
  private static final double KIB = 1 << 10;

  private Bytes() {}

  /** With one decimal in the largest unit that is not larger: {@code 1.5 GiB}. */
  static String words(long bytes) {
    double size = bytes;
    for (String unit : new String[] {"bytes", "KiB", "MiB"}) {
      if (size < KIB) {
        return text(size) + " " + unit;
      }
      size /= KIB;
    }
    return text(size) + " GiB";
  }

  private static String text(double size) {
    return size == Math.rint(size)
        ? String.valueOf((long) size)
        : String.format(Locale.ROOT, "%.1f", size);
  }
}

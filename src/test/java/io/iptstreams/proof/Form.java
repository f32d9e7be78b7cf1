package io.iptstreams.proof;

/**
 * The size of the proofs: short in every build, long with {@code -Dproofs=long}, which the profile
 * {@code proofs} sets.
 */
final class Form {
  private static final boolean LONG = "long".equals(System.getProperty("proofs"));

  private Form() {}

  static <T> T of(T inEveryBuild, T inTheLongForm) {
    return LONG ? inTheLongForm : inEveryBuild;
  }

  /** Says what a proof measured; in the long form only. */
  static void report(String format, Object... values) {
    if (LONG) {
      System.out.printf(format + "%n", values);
    }
  }
}

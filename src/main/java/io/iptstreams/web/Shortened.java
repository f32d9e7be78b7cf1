package io.iptstreams.web;

/** Texts of strangers, up to a length. */
final class Shortened {
  private static final int LONGEST = 500;

  private Shortened() {}

  static String of(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

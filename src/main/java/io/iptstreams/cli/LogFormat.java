package io.iptstreams.cli;

import java.util.List;

/** What lines on standard error look like. */
enum LogFormat {
  TEXT,
  JSON;

  /** Whether words ask for JSON, be they otherwise right or wrong. */
  static boolean isJson(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equalsIgnoreCase("--log=json")) {
        return true;
      }
      if (word.equals("--log")
          && i + 1 < words.size()
          && words.get(i + 1).equalsIgnoreCase("json")) {
        return true;
      }
    }
    return false;
  }
}

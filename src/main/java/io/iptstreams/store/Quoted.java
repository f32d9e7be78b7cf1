package io.iptstreams.store;

/** A text from outside inside a message: in quotes, not too long, nothing in it invisible. */
final class Quoted {
  private static final int MAX_LENGTH = 200;

  private Quoted() {}

  static String of(Object text) {
    String all = text.toString();
    StringBuilder quoted = new StringBuilder("\"");
    for (char letter : all.substring(0, Math.min(all.length(), MAX_LENGTH)).toCharArray()) {
      if (isInvisible(letter)) {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append(all.length() > MAX_LENGTH ? "…\"" : "\"").toString();
  }

  /** Line ends would forge a line of a log; formats would turn the reading direction. */
  private static boolean isInvisible(char letter) {
    int type = Character.getType(letter);
    return Character.isISOControl(letter)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}

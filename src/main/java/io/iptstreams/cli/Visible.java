package io.iptstreams.cli;

/** Text as it may be shown: what would move the cursor or turn the reading direction is spelled. */
final class Visible {
  private Visible() {}

  /** The text in one line, with {@code \\u001b} and its like where nothing could be seen. */
  static String of(String text) {
    if (text.codePoints().noneMatch(Visible::isInvisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints().forEach(letter -> append(letter, visible));
    return visible.toString();
  }

  /**
   * The same, not too long.
   *
   * @param most letters of the text
   */
  static String of(String text, int most) {
    return text.length() <= most ? of(text) : of(text.substring(0, most)) + "…";
  }

  private static void append(int letter, StringBuilder visible) {
    if (isInvisible(letter)) {
      for (char unit : Character.toChars(letter)) {
        visible.append(String.format("\\u%04x", (int) unit));
      }
    } else {
      visible.appendCodePoint(letter);
    }
  }

  private static boolean isInvisible(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> letter != '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}

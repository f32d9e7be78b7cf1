package io.iptstreams.stream;

/** A pattern for a whole text: {@code *} stands for any letters, {@code ?} for one. */
public record Glob(String pattern) {

  /**
   * Whether the whole text is of this pattern. Takes at most length times length of both, and no
   * more for many stars: texts come from outside.
   */
  public boolean matches(String text) {
    int[] letters = text.codePoints().toArray();
    int[] signs = pattern.codePoints().toArray();
    int at = 0;
    int sign = 0;
    int star = -1;
    int resumeAt = 0;
    while (at < letters.length) {
      if (sign < signs.length && signs[sign] == '*') {
        star = sign++;
        resumeAt = at;
      } else if (sign < signs.length && (signs[sign] == '?' || signs[sign] == letters[at])) {
        sign++;
        at++;
      } else if (star >= 0) {
        // The last star takes one letter more; what stars before it took need not change.
        sign = star + 1;
        at = ++resumeAt;
      } else {
        return false;
      }
    }
    while (sign < signs.length && signs[sign] == '*') {
      sign++;
    }
    return sign == signs.length;
  }
}

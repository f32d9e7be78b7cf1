package io.iptstreams.stream;

import java.util.regex.Pattern;

/** A pattern for a whole text: {@code *} stands for any letters, {@code ?} for one. */
public record Glob(String pattern) {

  /** Whether the whole text is of this pattern. */
  public boolean matches(String text) {
    StringBuilder regex = new StringBuilder();
    for (char letter : pattern.toCharArray()) {
      switch (letter) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}

package org.wwj.image;

import java.util.regex.Pattern;

/**
 * A shell pattern on a path, with the meaning of Go's {@code path/filepath.Match}, which Warewulf's
 * excludes were written for: {@code *} and {@code ?} stand for no slash, {@code [^a-z]} is negated
 * by a circumflex, a backslash takes the next sign as it is, and nothing else is special.
 */
final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Glob of(String text) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> at = set(text, at, regex);
        case '\\' -> {
          if (at == text.length()) {
            throw new IllegalArgumentException("ends in a backslash");
          }
          quote(text.charAt(at++), regex);
        }
        default -> quote(c, regex);
      }
    }
    return new Glob(Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** A set of letters from behind its bracket to behind its end. */
  private static int set(String text, int from, StringBuilder regex) {
    int at = from;
    boolean negated = at < text.length() && text.charAt(at) == '^';
    at += negated ? 1 : 0;
    regex.append("(?!/)[").append(negated ? "^" : "");
    boolean empty = true;
    boolean none = true;
    while (at < text.length() && (text.charAt(at) != ']' || empty)) {
      int[] low = letter(text, at);
      int[] high = low;
      if (low[1] < text.length() && text.charAt(low[1]) == '-') {
        high = letter(text, low[1] + 1);
      }
      if (low[0] <= high[0]) {
        quote((char) low[0], regex);
        regex.append('-');
        quote((char) high[0], regex);
        none = false;
      }
      at = high[1];
      empty = false;
    }
    if (at >= text.length()) {
      throw new IllegalArgumentException("a bracket is not closed");
    }
    // A range from z to a has no letter in it, and neither has what two letters share.
    regex.append(none ? "\\x{0}&&\\x{1}]" : "]");
    return at + 1;
  }

  /** The letter there, and the place behind it. */
  private static int[] letter(String text, int from) {
    int at = from < text.length() && text.charAt(from) == '\\' ? from + 1 : from;
    if (at >= text.length() || (at == from && "-]".indexOf(text.charAt(at)) >= 0)) {
      throw new IllegalArgumentException("a bracket is not closed");
    }
    return new int[] {text.charAt(at), at + 1};
  }

  private static void quote(char c, StringBuilder regex) {
    if (c < 128 && !Character.isLetterOrDigit(c)) {
      regex.append('\\');
    }
    regex.append(c);
  }
}

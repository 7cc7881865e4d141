package org.wwj.template;

import java.util.Map;

/** Sprig's functions that change the case of words. */
final class SprigWords {
  private SprigWords() {}

  static void addTo(Map<String, Function> all) {
    SprigStrings.each(all, "title", SprigWords::title);
    SprigStrings.each(all, "untitle", SprigWords::untitle);
    SprigStrings.each(all, "swapcase", SprigWords::swapCase);
    SprigStrings.each(all, "snakecase", s -> new DelimitedCase(s, '_').text());
    SprigStrings.each(all, "kebabcase", s -> new DelimitedCase(s, '-').text());
    SprigStrings.each(all, "camelcase", SprigWords::camelCase);
  }

  private static String title(String s) {
    StringBuilder out = new StringBuilder(s.length());
    int before = ' ';
    for (int written : s.codePoints().toArray()) {
      int c = GoString.character(written);
      out.appendCodePoint(separates(before) ? Character.toTitleCase(c) : c);
      before = c;
    }
    return out.toString();
  }

  /** Whether a word may begin behind the character. */
  private static boolean separates(int c) {
    if (c < 0x80) {
      return !Character.isLetterOrDigit(c) && c != '_';
    }
    return !Character.isLetter(c) && !Character.isDigit(c) && SprigStrings.isSpace(c);
  }

  private static String untitle(String s) {
    StringBuilder out = new StringBuilder(s.length());
    boolean start = true;
    for (int written : s.codePoints().toArray()) {
      int c = GoString.character(written);
      boolean space = SprigStrings.isSpace(c);
      out.appendCodePoint(start && !space ? Character.toLowerCase(c) : c);
      start = space;
    }
    return out.toString();
  }

  private static String swapCase(String s) {
    StringBuilder out = new StringBuilder(s.length());
    boolean start = true;
    for (int written : s.codePoints().toArray()) {
      int c = GoString.character(written);
      switch (Character.getType(c)) {
        case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER ->
            out.appendCodePoint(Character.toLowerCase(c));
        case Character.LOWERCASE_LETTER ->
            out.appendCodePoint(start ? Character.toTitleCase(c) : Character.toUpperCase(c));
        default -> out.appendCodePoint(c);
      }
      start = SprigStrings.isSpace(c);
    }
    return out.toString();
  }

  /** {@code some_words} as {@code SomeWords}; separators in front stay. */
  private static String camelCase(String s) {
    int[] text = s.codePoints().map(GoString::character).toArray();
    StringBuilder out = new StringBuilder(s.length());
    int at = 0;
    while (at < text.length && DelimitedCase.isConnector(text[at])) {
      out.appendCodePoint(text[at++]);
    }
    if (at == text.length) {
      return text.length == 0 ? "" : out.appendCodePoint(text[at - 1]).toString();
    }
    int last = Character.toUpperCase(text[at++]);
    while (at < text.length) {
      int before = last;
      last = text[at++];
      boolean connected = DelimitedCase.isConnector(before);
      if (connected && DelimitedCase.isConnector(last)) {
        out.appendCodePoint(before);
      } else if (connected) {
        last = Character.toUpperCase(last);
      } else {
        last = Character.toLowerCase(last);
        out.appendCodePoint(before);
      }
    }
    return out.appendCodePoint(last).toString();
  }
}

package org.wwj.template;

import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Sprig's functions on words: case, abbreviation, wrapping. */
final class SprigWords {
  private SprigWords() {}

  static void addTo(Map<String, Function> all) {
    SprigStrings.each(all, "title", s -> starts(s, Character::toTitleCase));
    SprigStrings.each(all, "untitle", s -> starts(s, Character::toLowerCase));
    SprigStrings.each(all, "initials", SprigWords::initials);
    SprigStrings.each(all, "snakecase", s -> delimited(s, '_'));
    SprigStrings.each(all, "kebabcase", s -> delimited(s, '-'));
    SprigStrings.each(all, "swapcase", SprigWords::swapCase);
    all.put("abbrev", Function.of(a -> abbrev(text(a, 1), 0, (int) number(a, 0)), INT, STRING));
    all.put(
        "abbrevboth",
        Function.of(
            a -> abbrev(text(a, 2), (int) number(a, 0), (int) number(a, 1)), INT, INT, STRING));
    all.put("wrap", Function.of(a -> wrap(text(a, 1), number(a, 0), "\n", false), INT, STRING));
    all.put(
        "wrapWith",
        Function.of(a -> wrap(text(a, 2), number(a, 0), text(a, 1), true), INT, STRING, STRING));
  }

  /** Changes the first letter of every word. */
  private static String starts(String s, IntUnaryOperator change) {
    StringBuilder out = new StringBuilder();
    int previous = ' ';
    for (int c : s.codePoints().toArray()) {
      out.appendCodePoint(isWordPart(previous) ? c : change.applyAsInt(c));
      previous = c;
    }
    return out.toString();
  }

  private static boolean isWordPart(int c) {
    return c < 0x80
        ? Character.isLetterOrDigit(c) || c == '_'
        : Character.isLetter(c) || Character.isDigit(c) || !SprigStrings.isSpace(c);
  }

  private static String initials(String s) {
    StringBuilder out = new StringBuilder();
    int previous = ' ';
    for (int c : s.codePoints().toArray()) {
      if (SprigStrings.isSpace(previous) && !SprigStrings.isSpace(c)) {
        out.appendCodePoint(c);
      }
      previous = c;
    }
    return out.toString();
  }

  private static String delimited(String s, char delimiter) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '_' || c == '-' || c == ' ') {
        out.append(delimiter);
        continue;
      }
      boolean upper = Character.isUpperCase(c);
      char before = i == 0 ? 0 : s.charAt(i - 1);
      char after = i + 1 < s.length() ? s.charAt(i + 1) : 0;
      boolean starts =
          upper
              && (Character.isLowerCase(before)
                  || Character.isDigit(before)
                  || (Character.isUpperCase(before) && Character.isLowerCase(after)));
      out.append(starts ? String.valueOf(delimiter) : "").append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  private static String swapCase(String s) {
    StringBuilder out = new StringBuilder();
    boolean wordStart = true;
    for (int c : s.codePoints().toArray()) {
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        out.appendCodePoint(Character.toLowerCase(c));
      } else if (Character.isLowerCase(c)) {
        out.appendCodePoint(wordStart ? Character.toTitleCase(c) : Character.toUpperCase(c));
      } else {
        out.appendCodePoint(c);
      }
      wordStart = SprigStrings.isSpace(c);
    }
    return out.toString();
  }

  private static String abbrev(String s, int offset, int width) {
    if (width < 4 || (offset > 0 && width < 7) || s.length() <= width) {
      return s;
    }
    int start = Math.min(offset, s.length());
    if (s.length() - start < width - 3) {
      start = s.length() - (width - 3);
    }
    if (start <= 4) {
      return s.substring(0, width - 3) + "...";
    }
    if (start + width - 3 < s.length()) {
      return "..." + abbrev(s.substring(start), 0, width - 3);
    }
    return "..." + s.substring(s.length() - (width - 3));
  }

  private static String wrap(String s, long width, String newline, boolean cutLong) {
    int limit = Math.clamp(width, 1, Integer.MAX_VALUE);
    StringBuilder out = new StringBuilder();
    int offset = 0;
    while (s.length() - offset > limit) {
      if (s.charAt(offset) == ' ') {
        offset++;
        continue;
      }
      int space = s.lastIndexOf(' ', offset + limit);
      if (space < offset && cutLong) {
        out.append(s, offset, offset + limit).append(newline);
        offset += limit;
        continue;
      }
      if (space < offset) {
        space = s.indexOf(' ', offset + limit);
      }
      if (space < 0) {
        break;
      }
      out.append(s, offset, space).append(newline);
      offset = space + 1;
    }
    return out.append(s.substring(Math.min(offset, s.length()))).toString();
  }
}

package org.wwj.template;

import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sprig's functions that cut text. Sprig counts bytes, also in the midst of a character. */
final class SprigPieces {
  private SprigPieces() {}

  static void addTo(Map<String, Function> all) {
    all.put("substr", Function.of(SprigPieces::substr, INT, INT, STRING));
    all.put("trunc", Function.of(SprigPieces::trunc, INT, STRING));
    all.put(
        "abbrev",
        Function.of(a -> bytewise(text(a, 1), s -> abbrev(s, 0, number(a, 0))), INT, STRING));
    all.put(
        "abbrevboth",
        Function.of(
            a -> bytewise(text(a, 2), s -> abbrev(s, number(a, 0), number(a, 1))),
            INT,
            INT,
            STRING));
    all.put(
        "wrap",
        Function.of(
            a -> bytewise(text(a, 1), s -> wrap(s, number(a, 0), "\n", false)), INT, STRING));
    all.put("wrapWith", Function.of(SprigPieces::wrapWith, INT, STRING, STRING));
    all.put("nospace", Function.of(a -> nospace(text(a, 0)), STRING));
    all.put("initials", Function.of(a -> initials(text(a, 0)), STRING));
    all.put(
        "splitList",
        Function.of(a -> GoList.strings(split(text(a, 1), text(a, 0), -1)), STRING, STRING)
            .costing(Meter::search));
    all.put(
        "split",
        Function.of(a -> numbered(split(text(a, 1), text(a, 0), -1)), STRING, STRING)
            .costing(Meter::search));
    all.put(
        "splitn",
        Function.of(a -> numbered(split(text(a, 2), text(a, 0), number(a, 1))), STRING, INT, STRING)
            .costing(Meter::search));
  }

  private static Object bytewise(String text, java.util.function.UnaryOperator<String> body) {
    return GoString.ofLatin(body.apply(GoString.latin(text)));
  }

  /** A negative start means from the beginning, a bad end to the end. */
  private static Object substr(List<Object> args) {
    long start = number(args, 0);
    long end = number(args, 1);
    return bytewise(
        text(args, 2),
        s -> {
          if (start < 0) {
            return cut(s, 0, end);
          }
          return end < 0 || end > s.length() ? cut(s, start, s.length()) : cut(s, start, end);
        });
  }

  private static Object trunc(List<Object> args) {
    long count = number(args, 0);
    return bytewise(
        text(args, 1),
        s -> {
          if (count < 0 && s.length() + count > 0) {
            return s.substring((int) (s.length() + count));
          }
          return count >= 0 && s.length() > count ? s.substring(0, (int) count) : s;
        });
  }

  private static String cut(String s, long from, long to) {
    if (to < 0) {
      throw outOfRange("[:" + to + "]");
    }
    if (to > s.length()) {
      throw outOfRange("[:" + to + "] with length " + s.length());
    }
    if (from > to) {
      throw outOfRange("[" + from + ":" + to + "]");
    }
    return s.substring((int) from, (int) to);
  }

  private static TemplateException outOfRange(String slice) {
    return new TemplateException("runtime error: slice bounds out of range " + slice);
  }

  private static String abbrev(String s, long left, long right) {
    if (right < 4 || (left > 0 && right < 7) || s.length() <= right) {
      return s;
    }
    int width = (int) right;
    int start = (int) Math.min(left, s.length());
    if (s.length() - start < width - 3) {
      start = s.length() - (width - 3);
    }
    if (start <= 4) {
      return s.substring(0, width - 3) + "...";
    }
    if (width < 7) {
      return "";
    }
    if (start + width - 3 < s.length()) {
      return "..." + abbreviated(s.substring(start), width - 3);
    }
    return "..." + s.substring(s.length() - (width - 3));
  }

  private static String abbreviated(String s, int width) {
    return s.length() <= width ? s : s.substring(0, width - 3) + "...";
  }

  private static Object wrapWith(List<Object> args) {
    String separator = text(args, 1).isEmpty() ? "\n" : GoString.latin(text(args, 1));
    return bytewise(text(args, 2), s -> wrap(s, number(args, 0), separator, true));
  }

  private static String wrap(String s, long width, String newline, boolean cutLong) {
    int limit = (int) Math.clamp(width, 1, s.length() + 1L);
    Bounded out = new Bounded();
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
    return out.append(s, Math.min(offset, s.length()), s.length()).toString();
  }

  /**
   * Takes white space away byte by byte; where it finds any, it writes each byte as a character.
   */
  private static String nospace(String text) {
    StringBuilder left = new StringBuilder();
    String bytes = GoString.latin(text);
    bytes.chars().filter(b -> !SprigStrings.isSpace(b)).forEach(b -> left.append((char) b));
    return left.length() == bytes.length() ? text : left.toString();
  }

  /** The first byte of every word, as a character. */
  private static String initials(String text) {
    StringBuilder out = new StringBuilder();
    boolean gap = true;
    for (char b : GoString.latin(text).toCharArray()) {
      boolean space = SprigStrings.isSpace(b);
      if (gap && !space) {
        out.append(b);
      }
      gap = space;
    }
    return out.toString();
  }

  /** Parts between separators, at most so many; between all characters without a separator. */
  static List<String> split(String s, String separator, long limit) {
    List<String> parts = new ArrayList<>();
    if (limit == 0 || (separator.isEmpty() && s.isEmpty())) {
      return parts;
    }
    int from = 0;
    while (limit < 0 || parts.size() < limit - 1) {
      int next = separator.isEmpty() ? s.offsetByCodePoints(from, 1) : s.indexOf(separator, from);
      if (next < 0 || (separator.isEmpty() && next >= s.length())) {
        break;
      }
      parts.add(s.substring(from, next));
      from = next + separator.length();
      Meter.count(parts.size());
    }
    parts.add(s.substring(from));
    return parts;
  }

  private static StringMap numbered(List<String> parts) {
    Map<String, String> map = HashMap.newHashMap(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      map.put("_" + i, parts.get(i));
    }
    return new StringMap(map);
  }
}

package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sprig's functions on text: trimming, cutting, joining, testing. */
final class SprigStrings {
  private SprigStrings() {}

  static void addTo(Map<String, Function> all) {
    each(all, "trim", SprigStrings::trim);
    each(all, "upper", s -> s.toUpperCase(Locale.ROOT));
    each(all, "lower", s -> s.toLowerCase(Locale.ROOT));
    each(all, "nospace", s -> s.replaceAll("[\\s\\p{Z}]", ""));
    pair(all, "trimAll", (cut, s) -> trimSet(s, cut));
    pair(all, "trimall", (cut, s) -> trimSet(s, cut));
    pair(all, "trimPrefix", (cut, s) -> s.startsWith(cut) ? s.substring(cut.length()) : s);
    pair(
        all,
        "trimSuffix",
        (cut, s) -> s.endsWith(cut) ? s.substring(0, s.length() - cut.length()) : s);
    test(all, "contains", (part, s) -> s.contains(part));
    test(all, "hasPrefix", (part, s) -> s.startsWith(part));
    test(all, "hasSuffix", (part, s) -> s.endsWith(part));
    all.put("repeat", Function.of(SprigStrings::repeat, INT, STRING));
    all.put("substr", Function.of(SprigStrings::substr, INT, INT, STRING));
    all.put("trunc", Function.of(SprigStrings::trunc, INT, STRING));
    all.put(
        "replace",
        Function.of(
            a -> {
              String result = text(a, 2).replace(text(a, 0), text(a, 1));
              Sprig.size(result.length());
              return result;
            },
            STRING,
            STRING,
            STRING));
    all.put("quote", Function.variadic(a -> quoted(a, true), ANY));
    all.put("squote", Function.variadic(a -> quoted(a, false), ANY));
    all.put("cat", Function.variadic(SprigStrings::cat, ANY));
    all.put("indent", Function.of(a -> indent(number(a, 0), text(a, 1)), INT, STRING));
    all.put("nindent", Function.of(a -> "\n" + indent(number(a, 0), text(a, 1)), INT, STRING));
    all.put("toString", Function.of(a -> text(a.getFirst()), ANY));
    all.put("toStrings", Function.of(a -> new ArrayList<Object>(strings(a.getFirst())), ANY));
    all.put("join", Function.of(a -> String.join(text(a, 0), strings(a.get(1))), STRING, ANY));
    all.put("splitList", Function.of(a -> split(text(a, 1), text(a, 0), -1), STRING, STRING));
    all.put("split", Function.of(a -> numbered(split(text(a, 1), text(a, 0), -1)), STRING, STRING));
    all.put(
        "splitn",
        Function.of(
            a -> numbered(split(text(a, 2), text(a, 0), (int) number(a, 1))), STRING, INT, STRING));
    all.put(
        "plural", Function.of(a -> number(a, 2) == 1 ? a.get(0) : a.get(1), STRING, STRING, INT));
  }

  static void each(Map<String, Function> all, String name, UnaryOperator<String> body) {
    all.put(name, Function.of(a -> body.apply(text(a, 0)), STRING));
  }

  private interface Two<T> {
    T apply(String first, String second);
  }

  private static void pair(Map<String, Function> all, String name, Two<String> body) {
    all.put(name, Function.of(a -> body.apply(text(a, 0), text(a, 1)), STRING, STRING));
  }

  private static void test(Map<String, Function> all, String name, Two<Boolean> body) {
    all.put(name, Function.of(a -> body.apply(text(a, 0), text(a, 1)), STRING, STRING));
  }

  private static String trim(String s) {
    int from = 0;
    int to = s.length();
    while (from < to && isSpace(s.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(s.charAt(to - 1))) {
      to--;
    }
    return s.substring(from, to);
  }

  static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || (c >= 9 && c <= 13) || c == 0x85;
  }

  private static String trimSet(String s, String set) {
    int from = 0;
    int to = s.length();
    while (from < to && set.indexOf(s.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && set.indexOf(s.charAt(to - 1)) >= 0) {
      to--;
    }
    return s.substring(from, to);
  }

  private static Object repeat(List<Object> args) {
    long count = number(args, 0);
    String s = text(args, 1);
    if (count < 0) {
      throw new TemplateException("strings: negative Repeat count");
    }
    Sprig.size(s.isEmpty() ? 0 : Math.multiplyExact(count, s.length()));
    return s.isEmpty() ? "" : s.repeat((int) count);
  }

  /** Sprig cuts bytes; a negative start means from the beginning, a bad end to the end. */
  private static Object substr(List<Object> args) {
    byte[] bytes = GoString.encode(text(args, 2));
    long start = number(args, 0);
    long end = number(args, 1);
    if (start < 0) {
      return cut(bytes, 0, end);
    }
    return cut(bytes, start, end < 0 || end > bytes.length ? bytes.length : end);
  }

  private static Object trunc(List<Object> args) {
    byte[] bytes = GoString.encode(text(args, 1));
    long count = number(args, 0);
    if (count < 0 && bytes.length + count > 0) {
      return cut(bytes, bytes.length + count, bytes.length);
    }
    return count >= 0 && bytes.length > count ? cut(bytes, 0, count) : args.get(1);
  }

  private static String cut(byte[] bytes, long from, long to) {
    if (from < 0 || to > bytes.length || from > to) {
      throw new TemplateException(
          "slice bounds out of range [" + from + ":" + to + "] with length " + bytes.length);
    }
    return GoString.decode(Arrays.copyOfRange(bytes, (int) from, (int) to));
  }

  private static String quoted(List<Object> args, boolean twice) {
    List<String> parts = new ArrayList<>();
    for (Object arg : args) {
      if (arg != Nil.NIL) {
        parts.add(twice ? GoString.quote(text(arg)) : "'" + text(arg) + "'");
      }
    }
    return String.join(" ", parts);
  }

  private static Object cat(List<Object> args) {
    List<String> parts = new ArrayList<>();
    for (Object arg : args) {
      if (arg != Nil.NIL) {
        parts.add(text(arg));
      }
    }
    return String.join(" ", parts);
  }

  private static String indent(long spaces, String s) {
    Sprig.size(Math.multiplyExact(spaces, 1 + s.chars().filter(c -> c == '\n').count()));
    String pad = " ".repeat((int) Math.max(0, spaces));
    return pad + s.replace("\n", "\n" + pad);
  }

  /** The value's elements as texts; anything but a list is a list of one. */
  static List<String> strings(Object value) {
    List<String> texts = new ArrayList<>();
    if (Values.plain(value) instanceof List<?> list) {
      for (Object element : Values.elements(list)) {
        if (element != Nil.NIL) {
          texts.add(text(element));
        }
      }
    } else if (value != Nil.NIL) {
      texts.add(text(value));
    }
    return texts;
  }

  static List<Object> split(String s, String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    if (limit == 0) {
      return parts;
    }
    if (separator.isEmpty()) {
      s.codePoints().forEach(c -> parts.add(Character.toString(c)));
      return parts;
    }
    int from = 0;
    for (int i = s.indexOf(separator);
        i >= 0 && (limit < 0 || parts.size() < limit - 1);
        i = s.indexOf(separator, from)) {
      parts.add(s.substring(from, i));
      from = i + separator.length();
    }
    parts.add(s.substring(from));
    return parts;
  }

  private static Map<String, Object> numbered(List<Object> parts) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      map.put("_" + i, parts.get(i));
    }
    return map;
  }
}

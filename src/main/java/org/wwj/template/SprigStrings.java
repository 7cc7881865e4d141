package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Sprig's functions on text: trimming, testing, quoting, joining. */
final class SprigStrings {
  private SprigStrings() {}

  static void addTo(Map<String, Function> all) {
    all.put("hello", Function.of(a -> "Hello!"));
    each(all, "trim", SprigStrings::trim);
    each(all, "upper", s -> mapped(s, Character::toUpperCase));
    each(all, "lower", s -> mapped(s, Character::toLowerCase));
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
    all.put(
        "replace",
        Function.of(a -> replace(text(a, 2), text(a, 0), text(a, 1)), STRING, STRING, STRING)
            .costing(Meter::search));
    all.put("quote", Function.variadic(a -> joined(a, true), ANY));
    all.put("squote", Function.variadic(a -> joined(a, false), ANY));
    all.put("cat", Function.variadic(SprigStrings::cat, ANY));
    all.put("indent", Function.of(a -> indent("", number(a, 0), text(a, 1)), INT, STRING));
    all.put("nindent", Function.of(a -> indent("\n", number(a, 0), text(a, 1)), INT, STRING));
    all.put("toString", Function.of(a -> text(a.getFirst()), ANY));
    all.put("toStrings", Function.of(a -> GoList.strings(strings(a.getFirst())), ANY));
    all.put("join", Function.of(a -> join(text(a, 0), strings(a.get(1))), STRING, ANY));
    all.put(
        "plural", Function.of(a -> number(a, 2) == 1 ? a.get(0) : a.get(1), STRING, STRING, INT));
    all.put(
        "fail",
        Function.of(
            a -> {
              throw new TemplateException(text(a, 0));
            },
            STRING));
  }

  static void each(Map<String, Function> all, String name, UnaryOperator<String> body) {
    all.put(name, Function.of(a -> body.apply(text(a, 0)), STRING));
  }

  private interface Two<T> {
    T apply(String first, String second);
  }

  private static void pair(Map<String, Function> all, String name, Two<String> body) {
    all.put(
        name,
        Function.of(a -> body.apply(text(a, 0), text(a, 1)), STRING, STRING)
            .costing(Meter::search));
  }

  private static void test(Map<String, Function> all, String name, Two<Boolean> body) {
    all.put(
        name,
        Function.of(a -> body.apply(text(a, 0), text(a, 1)), STRING, STRING)
            .costing(Meter::search));
  }

  /** Each character changed by itself; a byte that is none becomes the replacement character. */
  static String mapped(String s, IntUnaryOperator change) {
    StringBuilder out = new StringBuilder(s.length());
    s.codePoints().forEach(c -> out.appendCodePoint(change.applyAsInt(GoString.character(c))));
    return out.toString();
  }

  static String trim(String s) {
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
    while (from < to && set.indexOf(s.codePointAt(from)) >= 0) {
      from += Character.charCount(s.codePointAt(from));
    }
    while (to > from && set.indexOf(s.codePointBefore(to)) >= 0) {
      to -= Character.charCount(s.codePointBefore(to));
    }
    return s.substring(from, to);
  }

  private static Object repeat(List<Object> args) {
    String s = text(args, 1);
    return s.repeat(s.isEmpty() ? times(number(args, 0), 0) : times(number(args, 0), s.length()));
  }

  private static int times(long count, int length) {
    if (count < 0) {
      throw new TemplateException("strings: negative Repeat count");
    }
    return length == 0 ? 0 : Meter.length(count, length) / length;
  }

  private static String replace(String s, String old, String replacement) {
    Bounded out = new Bounded();
    if (old.isEmpty()) {
      out.append(replacement);
      s.codePoints().forEach(c -> out.appendCodePoint(c).append(replacement));
      return out.toString();
    }
    int from = 0;
    for (int i = s.indexOf(old); i >= 0; i = s.indexOf(old, from)) {
      out.append(s, from, i).append(replacement);
      from = i + old.length();
    }
    return from == 0 ? s : out.append(s, from, s.length()).toString();
  }

  private static String joined(List<Object> args, boolean quoted) {
    Bounded out = new Bounded();
    for (Object arg : args) {
      if (arg != Nil.NIL) {
        String text = text(arg);
        out.append(out.isEmpty() ? "" : " ")
            .append(quoted ? GoString.quote(text) : "'" + text + "'");
      }
    }
    return out.toString();
  }

  private static Object cat(List<Object> args) {
    return join(" ", strings(args));
  }

  private static String indent(String before, long spaces, String s) {
    if (spaces < 0) {
      throw new TemplateException("strings: negative Repeat count");
    }
    String pad = " ".repeat(Meter.length(spaces));
    return before + pad + replace(s, "\n", "\n" + pad);
  }

  static String join(String separator, List<String> parts) {
    Bounded out = new Bounded();
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : separator).append(parts.get(i));
    }
    return out.toString();
  }

  /** The value's elements as texts; anything but a list is a list of one. */
  static List<String> strings(Object value) {
    List<String> texts = new ArrayList<>();
    if (Values.plain(value) instanceof List<?> list) {
      for (Object element : list) {
        Object present = Values.of(element);
        if (present != Nil.NIL) {
          texts.add(text(present));
        }
      }
    } else if (value != Nil.NIL) {
      texts.add(text(value));
    }
    return texts;
  }
}
